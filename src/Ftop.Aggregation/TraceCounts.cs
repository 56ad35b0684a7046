using Ftop.Aggregation.Counting;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Aggregation;

/// <summary>What is counted of a trace, on one CPU or on all. Everything is allocated when it is needed and kept: <see cref="Clear"/> forgets counts alone.</summary>
internal abstract class TraceCounts
{
    private readonly long[] _damage = new long[Enum.GetValues<DecodeStatus>().Length];
    private long[] _byId = [];
    private bool _mayHaveIds;

    /// <param name="keys">Pids and functions counted exactly.</param>
    /// <param name="sketchKeys">Of those beyond, the frequent ones that are watched.</param>
    /// <param name="systemCalls">System calls of all ABIs.</param>
    /// <param name="latencyBuckets">Buckets of all durations of one kind.</param>
    private protected TraceCounts(int keys, int sketchKeys, int systemCalls, int latencyBuckets)
    {
        EventsByPid = new CountTable(keys, sketchKeys);
        SystemCallsByPid = new CountTable(keys, sketchKeys);
        Functions = new CountTable(keys, sketchKeys);
        UnknownIds = new CountTable(1 << 10, sketchKeys: 0);
        SystemCalls = new CountTable(systemCalls, sketchKeys);
        Errors = new CountTable(2 * systemCalls, sketchKeys: 0);
        Restarts = new CountTable(systemCalls, sketchKeys: 0);
        Failures = new FailedCalls(systemCalls);
        SystemCallLatencies = new LatencyTable(systemCalls, latencyBuckets);
        FunctionLatencies = new LatencyTable(keys, latencyBuckets);
        Measures = new MeasureTables(keys, latencyBuckets);
    }

    /// <summary>Sub-buffers whose bytes disagree with the ABI.</summary>
    public long CorruptSubBuffers { get; private set; }

    /// <summary>The same by <see cref="DecodeStatus"/>.</summary>
    public ReadOnlySpan<long> Damage => _damage;

    /// <summary>Records too short for the fields that their format has.</summary>
    public long ShortRecords { get; set; }

    /// <summary>System calls that were seen to begin.</summary>
    public long Enters { get; set; }

    /// <summary>Events by id, for ids below its length.</summary>
    public Span<long> ById => _byId;

    /// <summary>Events of an id.</summary>
    public long CountOfId(int id) => (uint)id < (uint)_byId.Length ? _byId[id] : 0;

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

    /// <summary>Of each system call the latest one that failed.</summary>
    public FailedCalls Failures { get; }

    /// <summary>Durations of system calls.</summary>
    public LatencyTable SystemCallLatencies { get; }

    /// <summary>Durations of functions, and their time without callees where that is known.</summary>
    public LatencyTable FunctionLatencies { get; }

    /// <summary>What is measured besides, by slot.</summary>
    public MeasureTables Measures { get; }

    /// <summary>Whether a table has reached its bound.</summary>
    public bool IsTruncated => EventsByPid.IsTruncated || SystemCallsByPid.IsTruncated || Functions.IsTruncated || UnknownIds.IsTruncated
        || SystemCalls.IsTruncated || Errors.IsTruncated || SystemCallLatencies.IsTruncated || FunctionLatencies.IsTruncated || Measures.IsTruncated;

    /// <summary>Counts a sub-buffer that disagrees in this way.</summary>
    public void NoteDamage(DecodeStatus status)
    {
        CorruptSubBuffers++;
        _damage[(int)status]++;
    }

    /// <summary>Makes room for ids up to <paramref name="idsToExcl"/>: before any is counted since the last <see cref="Clear"/>.</summary>
    public void ReserveIds(int idsToExcl)
    {
        _mayHaveIds = true;
        if (_byId.Length < idsToExcl)
        {
            Array.Resize(ref _byId, idsToExcl);
        }
    }

    /// <summary>Forgets all counts; keeps the memory.</summary>
    public virtual void Clear()
    {
        CorruptSubBuffers = ShortRecords = Enters = 0;
        Array.Clear(_damage);
        if (_mayHaveIds)
        {
            Array.Clear(_byId);
            _mayHaveIds = false;
        }

        UnknownIds.Clear();
        EventsByPid.Clear();
        SystemCallsByPid.Clear();
        Functions.Clear();
        SystemCalls.Clear();
        Errors.Clear();
        Restarts.Clear();
        Failures.Clear();
        SystemCallLatencies.Clear();
        FunctionLatencies.Clear();
        Measures.Clear();
    }

    /// <summary>Adds all of <paramref name="other"/>.</summary>
    private protected void AddAll(TraceCounts other, List<KeyCount> scratch)
    {
        CorruptSubBuffers += other.CorruptSubBuffers;
        for (int status = 0; status < _damage.Length; status++)
        {
            _damage[status] += other._damage[status];
        }

        ShortRecords += other.ShortRecords;
        Enters += other.Enters;
        if (other._mayHaveIds)
        {
            ReserveIds(other._byId.Length);
            for (int id = 0; id < other._byId.Length; id++)
            {
                _byId[id] += other._byId[id];
            }
        }

        UnknownIds.AddAll(other.UnknownIds, scratch);
        EventsByPid.AddAll(other.EventsByPid, scratch);
        SystemCallsByPid.AddAll(other.SystemCallsByPid, scratch);
        Functions.AddAll(other.Functions, scratch);
        SystemCalls.AddAll(other.SystemCalls, scratch);
        Errors.AddAll(other.Errors, scratch);
        Restarts.AddAll(other.Restarts, scratch);
        Failures.AddAll(other.Failures);
        SystemCallLatencies.AddAll(other.SystemCallLatencies, scratch);
        FunctionLatencies.AddAll(other.FunctionLatencies, scratch);
        Measures.AddAll(other.Measures, scratch);
    }
}
