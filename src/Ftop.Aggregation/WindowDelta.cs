using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation;

/// <summary>
/// What all CPUs counted during one window. Belongs to its <see cref="TraceAggregator"/> and is valid until that is called again: the tables are
/// large and live as long as the program.
/// </summary>
internal sealed class WindowDelta
{
    /// <summary>System calls of all ABIs, with room for numbers that no table has.</summary>
    public const int SystemCallKeys = 1 << 12;

    private readonly List<KeyCount> _scratch = [];
    private long[] _byId = [];

    public WindowDelta(AggregationLimits limits, int cpus)
    {
        Cpus = new CpuCounts[cpus];
        EventsByPid = new CountTable(limits.Keys, limits.SketchKeys);
        SystemCallsByPid = new CountTable(limits.Keys, limits.SketchKeys);
        Functions = new CountTable(limits.Keys, limits.SketchKeys);
        UnknownIds = new CountTable(1 << 10, sketchKeys: 0);
        SystemCalls = new CountTable(SystemCallKeys, limits.SketchKeys);
        Errors = new CountTable(1 << 13, sketchKeys: 0);
        Restarts = new CountTable(SystemCallKeys, sketchKeys: 0);
        InProgress = new CountTable(SystemCallKeys, sketchKeys: 0);
        SystemCallLatencies = new LatencyTable(SystemCallKeys, limits.LatencyBuckets);
        FunctionLatencies = new LatencyTable(limits.Keys, limits.LatencyBuckets);
    }

    /// <summary>By CPU index.</summary>
    public CpuCounts[] Cpus { get; }

    /// <summary>Sub-buffers whose bytes disagree with the ABI.</summary>
    public long CorruptSubBuffers { get; private set; }

    /// <summary>Records too short for the fields that their format has.</summary>
    public long ShortRecords { get; private set; }

    /// <summary>System calls that were seen to begin.</summary>
    public long Enters { get; private set; }

    /// <summary>Calls whose duration, or functions whose own time, stays unknown, since events were lost while they ran.</summary>
    public long Unpaired { get; set; }

    /// <summary>System calls that returned without having been seen to begin: before they were traced, or in another task.</summary>
    public long ExitsWithoutEnter { get; set; }

    /// <summary>Events by id, for ids below its length.</summary>
    public ReadOnlySpan<long> ById => _byId;

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

    /// <summary>Returns that restart the call, by call.</summary>
    public CountTable Restarts { get; }

    /// <summary>Calls that have begun and not returned, by call.</summary>
    public CountTable InProgress { get; }

    /// <summary>Durations of system calls.</summary>
    public LatencyTable SystemCallLatencies { get; }

    /// <summary>Durations of functions, and their time without callees.</summary>
    public LatencyTable FunctionLatencies { get; }

    /// <summary>Whether a table has reached its bound.</summary>
    public bool IsTruncated => EventsByPid.IsTruncated || SystemCallsByPid.IsTruncated || Functions.IsTruncated || UnknownIds.IsTruncated
        || SystemCalls.IsTruncated || Errors.IsTruncated || SystemCallLatencies.IsTruncated || FunctionLatencies.IsTruncated;

    /// <summary>Adds one CPU's counts.</summary>
    public void Add(int cpuIndex, CpuAccumulator counts, long overrun, long dropped)
    {
        Cpus[cpuIndex] = new CpuCounts(counts.Events, counts.Missed, counts.IsMissedUnknown, overrun, dropped);
        CorruptSubBuffers += counts.CorruptSubBuffers;
        ShortRecords += counts.ShortRecords;
        Enters += counts.Enters;
        if (_byId.Length < counts.ById.Length)
        {
            Array.Resize(ref _byId, counts.ById.Length);
        }

        for (int id = 0; id < counts.ById.Length; id++)
        {
            _byId[id] += counts.ById[id];
        }

        UnknownIds.AddAll(counts.UnknownIds, _scratch);
        EventsByPid.AddAll(counts.EventsByPid, _scratch);
        SystemCallsByPid.AddAll(counts.SystemCallsByPid, _scratch);
        Functions.AddAll(counts.Functions, _scratch);
        SystemCalls.AddAll(counts.SystemCalls, _scratch);
        Errors.AddAll(counts.Errors, _scratch);
        Restarts.AddAll(counts.Restarts, _scratch);
        SystemCallLatencies.AddAll(counts.SystemCallLatencies, _scratch);
        FunctionLatencies.AddAll(counts.FunctionLatencies, _scratch);
    }

    /// <summary>Forgets all counts; keeps the memory.</summary>
    public void Clear()
    {
        Array.Clear(Cpus);
        CorruptSubBuffers = ShortRecords = Enters = Unpaired = ExitsWithoutEnter = 0;
        Array.Clear(_byId);
        UnknownIds.Clear();
        EventsByPid.Clear();
        SystemCallsByPid.Clear();
        Functions.Clear();
        SystemCalls.Clear();
        Errors.Clear();
        Restarts.Clear();
        InProgress.Clear();
        SystemCallLatencies.Clear();
        FunctionLatencies.Clear();
    }
}
