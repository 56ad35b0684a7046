using System.CommandLine;
using Ftop.Output;
using Ftop.Tracefs.Undo;

namespace Ftop.Commands;

/// <summary><c>ftop reset</c>: puts back what an ftop that was killed left behind.</summary>
internal static class ResetCommand
{
    public static Command Create() => Create(JournalDirectory.Candidates);

    /// <param name="directories">Where journals are looked for.</param>
    internal static Command Create(IReadOnlyList<string> directories)
    {
        var command = new Command("reset", "Put back whatever an ftop that was killed left behind");
        command.SetAction(parsed => Reset(directories, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Reset(IReadOnlyList<string> directories, TextWriter output, TextWriter error)
    {
        UndoReport report = directories.Select(UndoJournal.ReplayDead).Aggregate(UndoReport.Empty, (all, one) => all.Add(one));
        foreach (string line in report.Done)
        {
            output.WriteLine(line);
        }

        foreach (string line in report.Failed)
        {
            error.WriteLine($"ftop: {line}");
        }

        if (report.Done.IsEmpty && report.Failed.IsEmpty)
        {
            output.WriteLine("nothing to put back");
            foreach (string directory in directories.Where(directory => JournalDirectory.Distrust(directory) is not null))
            {
                error.WriteLine($"ftop: {directory} was passed over: {JournalDirectory.Distrust(directory)}");
            }
        }

        return report.Failed.IsEmpty ? ExitCode.Done : ExitCode.Failed;
    }
}
