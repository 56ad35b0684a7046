using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Runs;

namespace Ftop.Commands;

/// <summary><c>ftop replay</c>: the live screen, or batch, over a recording.</summary>
internal static class ReplayCommand
{
    // A recording may be of milliseconds, and can be slowed down.
    private const double LeastDelaySec = 0.0001;

    /// <param name="error">Takes notices, a line each.</param>
    public static Command Create(TextWriter error)
    {
        var grammar = new LiveGrammar(LeastDelaySec);
        var path = new Argument<string>("FILE|DIR")
        {
            Description = "A trace.dat, or a directory laid out as tracefs",
            DefaultValueFactory = _ => "trace.dat",
        };
        Option<string?> buffer = ValueOption.Single<string?>(
            "--buffer", "-B", "NAME", "Instance whose buffer is played, if not the first one with events", "the name of an instance", ValueOption.ReadText!);
        var command = new Command("replay", "Play a recording on the live screen, or write its windows") { path, buffer };
        grammar.AddWindowsTo(command);
        command.SetAction(parsed => ReplayRun.Run(parsed.GetRequiredValue(path), parsed.GetValue(buffer), grammar.Read(parsed), error));
        return command;
    }
}
