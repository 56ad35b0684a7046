using System.Collections.Immutable;
using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Reporting;
using Ftop.Tracefs;

namespace Ftop.Commands;

/// <summary><c>ftop report</c>: prints a recording as the kernel's <c>trace</c> file does.</summary>
internal static class ReportCommand
{
    private const string DefaultPath = "trace.dat";

    /// <param name="output">Takes the text: bytes of the recording, so no <see cref="TextWriter"/>.</param>
    public static Command Create(Stream output)
    {
        var path = new Argument<string?>("FILE|DIR") { Description = $"A trace.dat, or a directory laid out as tracefs; {DefaultPath} if not given", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> input = ValueOption.Single<string?>("--input", "-i", "FILE|DIR", "The same, as an option", "a file or directory", ValueOption.ReadText!);
        Option<ImmutableArray<int>> cpus = ValueOption.Single<ImmutableArray<int>>(
            "--cpu", null, "LIST", "Only events of these CPUs, as in 0-2,5", "a list of CPUs like 0-2,5", (string text, out ImmutableArray<int> list) => CpuList.TryParse(text, out list) && !list.IsEmpty);
        var nsTimes = new Option<bool>("--full-time", "-t") { Description = "Times with all nine digits" };
        var latency = new Option<bool>("--latency", "-l") { Description = "The latency format: times from the buffer's start, and how long until the next event" };
        var raw = new Option<bool>("--raw", "-R") { Description = "The fields of each event instead of its text" };
        var command = new Command("report", "Print a recording as the kernel's trace file does") { path, input, cpus, nsTimes, latency, raw };
        command.Validators.Add(result =>
        {
            if (result.GetResult(path) is { Implicit: false, Tokens.Count: > 0 } && result.GetResult(input) is { Implicit: false })
            {
                result.AddError("--input: expected once, as an option or as an argument");
            }
        });
        command.SetAction(parsed => new ReportRun(output, parsed.InvocationConfiguration.Error).Run(new ReportOptions
        {
            Path = parsed.GetValue(input) ?? parsed.GetValue(path) ?? DefaultPath,
            Cpus = parsed.GetResult(cpus) is null ? [] : parsed.GetValue(cpus),
            HasNsTimes = parsed.GetValue(nsTimes),
            IsLatency = parsed.GetValue(latency),
            HasRawFields = parsed.GetValue(raw),
        }));
        return command;
    }
}
