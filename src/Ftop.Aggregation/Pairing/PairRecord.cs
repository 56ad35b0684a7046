namespace Ftop.Aggregation.Pairing;

/// <summary>What one event contributes to pairing: 32 bytes.</summary>
/// <param name="Timestamp">Trace-clock units.</param>
/// <param name="Key">System call (<see cref="Events.SystemCallKey"/>) or function address.</param>
/// <param name="DurationNs">Of a function; else 0.</param>
/// <param name="Pid">The task; of function_graph in the idle task <c>−1 − CPU index</c>, since all CPUs' idle tasks have pid 0. Of a loss, the CPU's index.</param>
/// <param name="Depth">Of a function, from 0; else 0.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Slot">Of a span, its measure's; of the end of a system call, the errno that it failed with, or 0.</param>
internal readonly record struct PairRecord(ulong Timestamp, ulong Key, long DurationNs, int Pid, byte Depth, PairKind Kind, ushort Slot = 0)
{
    /// <summary>The begin or the end of a loss.</summary>
    public static PairRecord Loss(int cpuIndex, PairKind kind, ulong timestamp) => new(timestamp, 0, 0, cpuIndex, 0, kind);
}
