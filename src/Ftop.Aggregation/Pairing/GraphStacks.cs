using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Pairing;

/// <summary>
/// Time without callees of functions under function_graph: their duration less that of the functions one deeper which returned before them in
/// the same task. Exits suffice for that, as each tells its depth and duration. Fed in the order of time.
/// </summary>
internal sealed class GraphStacks(int tasksAtMost)
{
    // The kernel's stack of return addresses has 50 entries (kernel/trace/fgraph.c, FTRACE_RETFUNC_DEPTH), later kernels' fewer.
    private const int Depths = 64;
    private const ulong Never = ulong.MaxValue >> 1; // leaves room for a duration

    private readonly Dictionary<int, int> _places = [];
    private long[] _calleeNs = [];
    private ulong _lostUntil;

    /// <summary>Functions whose own time is unknown, since events were lost while they ran or more tasks than can be followed are in functions.</summary>
    public long Unknown { get; set; }

    /// <summary>A function returns: its time and its own time go to <paramref name="latencies"/>, together, so that no window has more of one than of the other.</summary>
    public void Exit(in PairRecord exit, int cpuIndex, LatencyTable latencies)
    {
        latencies.Add(exit.Key, exit.DurationNs, PlaceOf(exit, cpuIndex));
        if (exit.Depth >= Depths - 1)
        {
            Unknown++;
            return;
        }

        Span<long> calleeNs = StackOf(exit.Pid, exit.Timestamp);
        long calleesNs = calleeNs[exit.Depth + 1];
        calleeNs[exit.Depth + 1] = 0;
        calleeNs[exit.Depth] += exit.DurationNs;
        if (_lostUntil != 0 && exit.Timestamp < _lostUntil + (ulong)exit.DurationNs)
        {
            Unknown++;
            return;
        }

        // Callees of a function that never returned (do_exit) would make it negative.
        latencies.AddSelf(exit.Key, Math.Max(0, exit.DurationNs - calleesNs));
    }

    /// <summary>Where a function was that returns: it may have been called on another CPU, which its end does not tell.</summary>
    public static SpanPlace PlaceOf(in PairRecord exit, int cpuIndex)
    {
        int pid = Math.Max(0, exit.Pid); // the idle task's tells the CPU
        return new SpanPlace(exit.Timestamp - (ulong)exit.DurationNs, pid, pid, (ushort)cpuIndex, (ushort)cpuIndex);
    }

    /// <summary>Functions of a depth returned, whose own times are known already: they are callees of one that is still open.</summary>
    public void AddCallees(in PairRecord sum) => StackOf(sum.Pid, sum.Timestamp)[sum.Depth] += sum.DurationNs;

    /// <summary>
    /// Events were lost up to <paramref name="timestamp"/>, and more will be if the loss is not over: callees of functions that were called before its
    /// end may be missing.
    /// </summary>
    public void Invalidate(ulong timestamp, bool isOver)
    {
        _lostUntil = isOver ? timestamp : Never;
        _places.Clear();
        Array.Clear(_calleeNs);
    }

    private Span<long> StackOf(int pid, ulong timestamp)
    {
        if (_places.Count == tasksAtMost && !_places.ContainsKey(pid))
        {
            Invalidate(timestamp, _lostUntil != Never);
        }

        ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pid, out bool exists);
        if (!exists)
        {
            place = _places.Count - 1;
            if (_places.Count * Depths > _calleeNs.Length)
            {
                Array.Resize(ref _calleeNs, Math.Max(2 * _calleeNs.Length, 16 * Depths));
            }
        }

        return _calleeNs.AsSpan(place * Depths, Depths);
    }
}
