using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs.Undo;

/// <summary>First line of a journal: whose it is. A pid comes again, a pid with its start time does not before the next boot.</summary>
/// <param name="Pid">The process.</param>
/// <param name="StartTime">Its start in clock ticks since boot, field 22 of <c>/proc/PID/stat</c>.</param>
/// <param name="Namespace">Whose number the pid is, as in <c>pid:[4026531836]</c>: containers may share <c>/run</c>. Null where that is not known.</param>
internal readonly record struct JournalOwner(int Pid, long StartTime, string? Namespace = null)
{
    /// <summary>Whether it runs, as <paramref name="proc"/> shows it; also where that cannot be known, since it is in a namespace that is not seen from here.</summary>
    public bool IsAlive(string proc = "/proc")
    {
        var here = new PidNamespace(proc);
        return Namespace is string name && name != here.Name
            ? here.MayHaveProcesses(name)
            : ProcessStat.TryReadStartTime(Pid, out long startTime, proc) && startTime == StartTime;
    }

    public static JournalOwner Self => ProcessStat.TryReadStartTime(Environment.ProcessId, out long startTime)
        ? new JournalOwner(Environment.ProcessId, startTime, PidNamespace.Current.Name)
        : throw new TracefsException(
            $"/proc/{Environment.ProcessId}/stat", "read", 0, TracefsFailure.Failed, "/proc is needed: mount -t proc proc /proc");
}
