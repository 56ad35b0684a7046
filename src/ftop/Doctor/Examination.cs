using System.Collections.Immutable;
using Ftop.Tracefs;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;
using Ftop.Tui.Terminal;

namespace Ftop.Doctor;

/// <summary>Examines the machine that ftop runs on.</summary>
internal static class Examination
{
    /// <summary>Mounts tracefs where it is not, makes an instance, and undoes both.</summary>
    /// <param name="directory">Where tracefs is mounted; null looks for it.</param>
    public static DoctorReport Run(string? directory)
    {
        using UndoJournal? journal = TryOpenJournal(out string journalRefusal);
        bool wasMounted = directory is not null || TracefsMount.TryFind() is not null;
        TracefsMount? mount = TryMount(directory, journal, out string refusal);
        Patient patient = ThisMachine(mount?.Root) with
        {
            TracefsRefusal = refusal.Length > 0 ? refusal : journalRefusal,
            IsMountedForThis = mount is not null && !wasMounted,
        };
        return DoctorReport.Examine(mount is not null && journal is not null ? patient with { TryInstance = () => InstanceProbe.Try(mount, journal) } : patient);
    }

    /// <summary>Changes nothing: for a process that traces, whose journal and instance are in use; what a new instance would show, the running one shows.</summary>
    /// <param name="root">The top-level directory of tracefs.</param>
    /// <param name="buffer">Directory of the running trace's buffer.</param>
    /// <param name="notices">What others changed about it.</param>
    public static DoctorReport RunWhileTracing(string root, string buffer, ImmutableArray<string> notices) => DoctorReport.Examine(ThisMachine(root) with
    {
        Notices = notices,
        TryInstance = () => new InstanceProbe(null, Patient.Probe(Path.Join(buffer, "per_cpu/cpu0/trace_pipe_raw"))),
    });

    private static Patient ThisMachine(string? root) => new()
    {
        Tracefs = root,
        UserId = Mono.Unix.Native.Syscall.geteuid(),
        Terminal = TerminalFacts.Read(Environment.GetEnvironmentVariable),
        Environment = Environment.GetEnvironmentVariable,
        TryInstance = () => new InstanceProbe("EACCES", null), // without a journal none is made
    };

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
