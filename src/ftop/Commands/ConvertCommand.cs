using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Reporting;

namespace Ftop.Commands;

/// <summary><c>ftop convert</c>: a recording for other programs' eyes.</summary>
internal static class ConvertCommand
{
    private const string DefaultPath = "trace.dat";

    public static Command Create()
    {
        var path = new Argument<string>("FILE|DIR") { Description = $"A trace.dat, or a directory laid out as tracefs; {DefaultPath} if not given", DefaultValueFactory = _ => DefaultPath };
        Option<string?> output = ValueOption.Single<string?>(
            "--output", "-o", "FILE.json", "Where to; JSON trace events, which ui.perfetto.dev and chrome://tracing open", "the name of a file", ValueOption.ReadText!);
        output.Required = true;
        var command = new Command("convert", "Make a timeline for Perfetto's viewer out of a recording") { path, output };
        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string name }] && !name.EndsWith(".json", StringComparison.Ordinal))
            {
                result.AddError(name.EndsWith(".pftrace", StringComparison.Ordinal)
                    ? $"--output: '{name}': Perfetto's own format is not written; expected FILE.json, which the same viewer opens"
                    : $"--output: '{name}' is not a name that ends with .json");
            }
        });
        command.SetAction(parsed => ConvertRun.Run(parsed.GetRequiredValue(path), parsed.GetValue(output)!, parsed.InvocationConfiguration.Error));
        return command;
    }
}
