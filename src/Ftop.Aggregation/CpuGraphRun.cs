using System.Numerics;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Pairing;

namespace Ftop.Aggregation;

/// <summary>
/// Own times of short functions under function_graph, while a CPU's events are all of one task: as with system calls, a task cannot leave the
/// CPU and come back within 2 µs, so all callees of a function that short have just been here. Only their sums and the longer functions go to
/// the merge, which is a few records for each switch of tasks instead of one for each call.
/// </summary>
/// <param name="cpuIndex">The CPU.</param>
internal sealed class CpuGraphRun(int cpuIndex)
{
    private const long SameCpuNs = 2000;
    private const int Depths = 64;

    private readonly long[] _calleeNs = new long[Depths];
    private ulong _depthsInUse;
    private int _task;
    private ulong _lastTimestamp;

    // Functions that were called before this may have callees whose sums are not here any more.
    private ulong _since;

    /// <summary>A function returns.</summary>
    public void Exit(in PairRecord exit, CpuPairing pairing, LatencyTable latencies, bool isFastPathOn)
    {
        if (exit.Pid != _task)
        {
            End(pairing);
            _task = exit.Pid;
        }

        // An event is stamped a little after the function returned, so its time less the duration is a little late: hence twice the time.
        _lastTimestamp = exit.Timestamp;
        bool isShort = exit.DurationNs <= SameCpuNs && (long)(exit.Timestamp - _since) >= exit.DurationNs + SameCpuNs;
        if (!isShort || exit.Depth >= Depths - 1 || !isFastPathOn)
        {
            Flush(exit.Depth + 1, pairing);
            pairing.Add(exit);
            return;
        }

        int callees = exit.Depth + 1;
        latencies.Add(exit.Key, exit.DurationNs, GraphStacks.PlaceOf(exit, cpuIndex));
        latencies.AddSelf(exit.Key, Math.Max(0, exit.DurationNs - _calleeNs[callees]));
        _calleeNs[callees] = 0;
        _calleeNs[exit.Depth] += exit.DurationNs;
        _depthsInUse = (_depthsInUse & ~(1ul << callees)) | (1ul << exit.Depth);
    }

    /// <summary>Another task's events come, or the merge is due: the sums so far go to the merge.</summary>
    public void End(CpuPairing pairing)
    {
        while (_depthsInUse != 0)
        {
            Flush(BitOperations.TrailingZeroCount(_depthsInUse), pairing);
        }

        _since = _lastTimestamp;
    }

    /// <summary>Events were lost up to <paramref name="timestamp"/>: the sums so far are of functions whose end nobody can tell.</summary>
    public void Forget(ulong timestamp)
    {
        _since = _lastTimestamp = timestamp;
        Array.Clear(_calleeNs);
        _depthsInUse = 0;
    }

    private void Flush(int depth, CpuPairing pairing)
    {
        if (depth < Depths && (_depthsInUse & (1ul << depth)) != 0)
        {
            _depthsInUse &= ~(1ul << depth);
            pairing.Add(new PairRecord(_lastTimestamp, 0, _calleeNs[depth], _task, (byte)depth, PairKind.GraphCallees));
            _calleeNs[depth] = 0;
        }
    }
}
