using System.Runtime.CompilerServices;
using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation;

/// <summary>What was counted on one CPU during one window. Plain data: filled by <see cref="EventCounter{TOrder}"/>, folded into the window by the tick.</summary>
internal sealed class CpuAccumulator
{
    private const int ErrorKeys = 1 << 12;
    private const int SystemCallKeys = 1 << 11;

    private const int Cells = 512;

    private readonly CallCell[] _cells = new CallCell[Cells];
    private long[] _byId = [];

    /// <param name="limits">Bounds of all CPUs together.</param>
    /// <param name="cpus">Among how many CPUs they are shared out.</param>
    public CpuAccumulator(AggregationLimits limits, int cpus)
    {
        int keys = Math.Max(limits.Keys / cpus, 1 << 10);
        EventsByPid = new CountTable(keys, limits.SketchKeys);
        SystemCallsByPid = new CountTable(keys, limits.SketchKeys);
        Functions = new CountTable(keys, limits.SketchKeys);
        UnknownIds = new CountTable(1 << 10, sketchKeys: 0);
        SystemCalls = new CountTable(SystemCallKeys, limits.SketchKeys);
        Errors = new CountTable(ErrorKeys, sketchKeys: 0);
        Restarts = new CountTable(SystemCallKeys, sketchKeys: 0);
        int buckets = Math.Max(limits.LatencyBuckets / cpus, 1 << 12);
        SystemCallLatencies = new LatencyTable(SystemCallKeys, buckets);
        FunctionLatencies = new LatencyTable(keys, buckets);
    }

    /// <summary>Events of all kinds.</summary>
    public long Events { get; set; }

    /// <summary>Events lost, as the sub-buffers say: at least this many.</summary>
    public long Missed { get; set; }

    /// <summary>Whether a sub-buffer told of lost events without saying how many.</summary>
    public bool IsMissedUnknown { get; set; }

    /// <summary>Sub-buffers whose bytes disagree with the ABI.</summary>
    public long CorruptSubBuffers { get; set; }

    /// <summary>Records too short for the fields that their format has.</summary>
    public long ShortRecords { get; set; }

    /// <summary>Whether an event without a format came.</summary>
    public bool HasUnknownIds { get; set; }

    /// <summary>System calls that were seen to begin.</summary>
    public long Enters { get; set; }

    /// <summary>Events by id, for ids below its length.</summary>
    public Span<long> ById => _byId;

    /// <summary>Events by id, for ids that have no format.</summary>
    public CountTable UnknownIds { get; }

    /// <summary>Events by pid.</summary>
    public CountTable EventsByPid { get; }

    /// <summary>System calls by pid.</summary>
    public CountTable SystemCallsByPid { get; }

    /// <summary>Calls by function address.</summary>
    public CountTable Functions { get; }

    /// <summary>System calls by <see cref="Events.SystemCallKey"/>.</summary>
    public CountTable SystemCalls { get; }

    /// <summary>Errors by call and errno.</summary>
    public CountTable Errors { get; }

    /// <summary>Returns that restart the call after a signal (ERESTART…), which are no errors, by call.</summary>
    public CountTable Restarts { get; }

    /// <summary>Durations of calls that could be paired without the other CPUs.</summary>
    public LatencyTable SystemCallLatencies { get; }

    /// <summary>Durations of functions under function_graph; own times come from the merge.</summary>
    public LatencyTable FunctionLatencies { get; }

    /// <summary>Counts one system call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CountCall(ulong key)
    {
        CallCell[] cells = _cells;
        if (key < (ulong)cells.Length)
        {
            cells[key].Calls++;
        }
        else
        {
            SystemCalls.Add(key, 1);
        }
    }

    /// <summary>Adds the duration of a system call that was paired on this CPU.</summary>
    /// <param name="key">The call.</param>
    /// <param name="ns">At most 2 µs.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddShortCall(ulong key, int ns)
    {
        CallCell[] cells = _cells;
        if (key < (ulong)cells.Length)
        {
            cells[key].Add(ns);
        }
        else
        {
            SystemCallLatencies.Add(key, ns);
        }
    }

    /// <summary>Moves what was counted by number to the tables, where it is read.</summary>
    public void MoveCells()
    {
        for (int number = 0; number < _cells.Length; number++)
        {
            ref CallCell cell = ref _cells[number];
            if (cell.Calls != 0)
            {
                SystemCalls.Add((ulong)number, cell.Calls);
            }

            if (cell.Samples != 0)
            {
                SystemCallLatencies.Add((ulong)number, cell);
                cell.Buckets.AsSpan().Clear();
            }

            cell = new CallCell { Buckets = cell.Buckets };
        }
    }

    /// <summary>Makes room for ids up to <paramref name="idsToExcl"/>.</summary>
    public void ReserveIds(int idsToExcl)
    {
        if (_byId.Length < idsToExcl)
        {
            Array.Resize(ref _byId, idsToExcl);
        }
    }

    /// <summary>Forgets all counts; keeps the memory.</summary>
    public void Clear()
    {
        Events = Missed = CorruptSubBuffers = ShortRecords = Enters = 0;
        IsMissedUnknown = HasUnknownIds = false;
        Array.Clear(_byId);
        UnknownIds.Clear();
        EventsByPid.Clear();
        SystemCallsByPid.Clear();
        Functions.Clear();
        SystemCalls.Clear();
        Errors.Clear();
        Restarts.Clear();
        SystemCallLatencies.Clear();
        FunctionLatencies.Clear();
    }
}
