using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Doctor;
using Ftop.Tracefs;
using Ftop.Tui.Terminal;

namespace Ftop.Commands;

/// <summary><c>ftop doctor</c>: what works here, what does not, why, and the remedy.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text" };
        Option<string?> tracefs = LiveGrammar.TracefsOption();
        var command = new Command("doctor", "Tell what works here, what does not, why, and what to do; status 0 only if ftop can trace") { json, tracefs };
        command.SetAction(parsed =>
        {
            DoctorReport report = Examine(parsed.GetValue(tracefs));
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(report.ToJson());
            }
            else
            {
                output.Write(report.ToText(isAscii: !TerminalFacts.Read(Environment.GetEnvironmentVariable).IsUtf8));
            }

            return report.ExitCode;
        });
        return command;
    }

    /// <summary>Examines this machine; tracefs is mounted for as long as it takes, where it is not. Also what the live screen shows.</summary>
    /// <param name="directory">Where tracefs is mounted; null looks for it.</param>
    public static DoctorReport Examine(string? directory)
    {
        using UndoJournal? journal = TryOpenJournal(out string journalRefusal);
        bool wasMounted = directory is not null || TracefsMount.TryFind() is not null;
        TracefsMount? mount = TryMount(directory, journal, out string refusal);
        return DoctorReport.Examine(new Patient
        {
            Tracefs = mount?.Root,
            TracefsRefusal = journal is null ? journalRefusal : refusal,
            IsMountedForThis = mount is not null && !wasMounted,
            UserId = Mono.Unix.Native.Syscall.geteuid(),
            Terminal = TerminalFacts.Read(Environment.GetEnvironmentVariable),
            Environment = Environment.GetEnvironmentVariable,
            TryInstance = () => mount is not null && journal is not null ? InstanceProbe.Try(mount, journal) : new InstanceProbe("EACCES", null),
        });
    }

    /// <summary>Examines this machine while ftop traces: what a new instance would show, the running one shows.</summary>
    /// <param name="root">Where tracefs is.</param>
    /// <param name="buffer">Directory of the running trace's buffer.</param>
    public static DoctorReport ExamineRunning(string root, string buffer) => DoctorReport.Examine(new Patient
    {
        Tracefs = root,
        UserId = Mono.Unix.Native.Syscall.geteuid(),
        Terminal = TerminalFacts.Read(Environment.GetEnvironmentVariable),
        Environment = Environment.GetEnvironmentVariable,
        TryInstance = () => new InstanceProbe(null, Patient.Probe(Path.Join(buffer, "per_cpu/cpu0/trace_pipe_raw"))),
    });

    private static UndoJournal? TryOpenJournal(out string refusal)
    {
        refusal = "";
        try
        {
            return UndoJournal.Open(JournalDirectory.Choose(JournalDirectory.Candidates).Path);
        }
        catch (TracefsException exception)
        {
            refusal = exception.Message;
            return null;
        }
    }

    private static TracefsMount? TryMount(string? directory, UndoJournal? journal, out string refusal)
    {
        refusal = "";
        try
        {
            return directory is not null ? TracefsMount.At(directory) : TracefsMount.TryFind() ?? (journal is null ? null : TracefsMount.FindOrMount(journal));
        }
        catch (TracefsException exception)
        {
            refusal = exception.Message;
            return null;
        }
    }
}
