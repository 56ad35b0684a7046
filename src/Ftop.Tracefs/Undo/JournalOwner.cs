namespace Ftop.Tracefs;

/// <summary>First line of a journal: whose it is. A pid comes again, a pid with its start time does not before the next boot.</summary>
/// <param name="Pid">The process.</param>
/// <param name="StartTime">Its start in clock ticks since boot, field 22 of <c>/proc/PID/stat</c>.</param>
internal readonly record struct JournalOwner(int Pid, long StartTime)
{
    /// <summary>Whether it runs, as <paramref name="proc"/> shows it.</summary>
    public bool IsAlive(string proc = "/proc") => ProcessStat.TryReadStartTime(Pid, out long startTime, proc) && startTime == StartTime;

    public static JournalOwner Self => ProcessStat.TryReadStartTime(Environment.ProcessId, out long startTime)
        ? new JournalOwner(Environment.ProcessId, startTime)
        : throw new TracefsException(
            $"/proc/{Environment.ProcessId}/stat", "read", 0, TracefsFailure.Failed, "/proc is needed: mount -t proc proc /proc");
}
