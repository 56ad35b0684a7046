using System.Runtime.CompilerServices;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Pairing;

namespace Ftop.Aggregation;

/// <summary>
/// What one CPU contributes to pairing. A system call that ends with the very next event of its CPU is paired here: within 2 µs its task cannot
/// have left the CPU and come back. Everything else waits for the merge with the other CPUs.
/// </summary>
/// <param name="recordsAtMost">Records that may wait for the merge.</param>
/// <param name="cpuIndex">The CPU.</param>
internal sealed class CpuPairing(int recordsAtMost, int cpuIndex)
{
    private const ulong SameCpuNs = 2000;
    private const int MaxHeld = 4;

    // Begins that may end at once, the oldest first.
    private readonly PairRecord[] _held = new PairRecord[MaxHeld];
    private int _heldCount;

    private bool _hasEnter;
    private int _enterPid;
    private ulong _enterKey;
    private ulong _enterTimestamp;

    /// <summary>Whether system calls are paired here and not only by the merge; for tests, which compare the two.</summary>
    public bool IsFastPathOn { get; set; } = true;

    /// <summary>Records for the merge.</summary>
    public PairQueue Queue { get; } = new(recordsAtMost, cpuIndex);

    /// <summary>Own times of short functions.</summary>
    public CpuGraphRun GraphRun { get; } = new(cpuIndex);

    /// <summary>Spans that are matched by CPU.</summary>
    public CpuSpans CpuSpans { get; } = new(cpuIndex);

    /// <summary>Records that found the queue full.</summary>
    public long Dropped { get; set; }

    /// <summary>Whether a call's begin is held back, in case that its end is next.</summary>
    public bool HasEnter => _hasEnter;

    /// <summary>A system call begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(int pid, ulong key, ulong timestamp)
    {
        if (_hasEnter)
        {
            Flush();
        }

        (_hasEnter, _enterPid, _enterKey, _enterTimestamp) = (true, pid, key, timestamp);
    }

    /// <summary>A system call returns; <paramref name="counts"/> take its duration if it is known already.</summary>
    /// <param name="pid">The task.</param>
    /// <param name="key">The call.</param>
    /// <param name="errno">What it failed with; 0 where it did not.</param>
    /// <param name="timestamp">Trace clock.</param>
    /// <param name="counts">This CPU's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(int pid, ulong key, int errno, ulong timestamp, CpuAccumulator counts)
    {
        if (_hasEnter && _enterKey == key && _enterPid == pid && timestamp - _enterTimestamp <= SameCpuNs && IsFastPathOn)
        {
            _hasEnter = false;
            counts.AddShortCall(key, (int)(timestamp - _enterTimestamp), _enterTimestamp, pid);
            if (errno != 0)
            {
                AddFailure(pid, key, errno, timestamp, counts);
            }
        }
        else
        {
            ExitByMerge(pid, key, errno, timestamp);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddFailure(int pid, ulong key, int errno, ulong timestamp, CpuAccumulator counts) => counts.Failures.Add(
        key, new FailedCall(new SpanPlace(_enterTimestamp, pid, pid, (ushort)cpuIndex, (ushort)cpuIndex), (long)(timestamp - _enterTimestamp), errno));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ExitByMerge(int pid, ulong key, int errno, ulong timestamp)
    {
        Flush();
        Add(new PairRecord(timestamp, key, 0, pid, 0, PairKind.SystemCallExit, (ushort)errno));
    }

    /// <summary>Another event came: the begin that was held back goes to the merge.</summary>
    public void Flush()
    {
        if (_hasEnter)
        {
            _hasEnter = false;
            Add(new PairRecord(_enterTimestamp, _enterKey, 0, _enterPid, 0, PairKind.SystemCallEnter));
        }
    }

    /// <summary>A span begins, ends or is given up. One that ends soon after it began, with nothing but such spans in between, is paired here.</summary>
    public void Span(in PairRecord record, bool pairsHere, CpuAccumulator counts)
    {
        Flush();
        if (!pairsHere || !IsFastPathOn)
        {
            Add(record);
        }
        else if (SpanRecord.Part(record) == RulePart.Begin)
        {
            if (_heldCount == MaxHeld)
            {
                FlushHeld();
            }

            _held[_heldCount++] = record;
        }
        else if (_heldCount > 0 && SpanRecord.Part(record) == RulePart.End && SpanRecord.IsSame(_held[_heldCount - 1], record)
            && record.Timestamp - _held[_heldCount - 1].Timestamp <= SameCpuNs)
        {
            ref readonly PairRecord begin = ref _held[--_heldCount];
            AddShort(begin, record, counts.Measures[SpanRecord.Slot(record)]);
        }
        else
        {
            Add(record);
        }
    }

    private void AddShort(in PairRecord begin, in PairRecord end, MeasureCounts counts)
    {
        ulong key = SpanRecord.HasKey(end) ? end.Key : begin.Key;
        long ns = (long)(end.Timestamp - begin.Timestamp);
        counts.Latencies.Add(key, ns, new SpanPlace(begin.Timestamp, begin.Pid, end.Pid, (ushort)cpuIndex, (ushort)cpuIndex));
        if (SpanRecord.SharesTime(begin) && ns > 0)
        {
            counts.Within.Add(begin.Key, ns);
        }
    }

    /// <summary>What is held back goes to the merge: nothing more will come.</summary>
    public void FlushAll()
    {
        Flush();
        FlushHeld();
    }

    /// <summary>Adds a record for the merge.</summary>
    public void Add(in PairRecord record)
    {
        FlushHeld();
        AddNow(record);
    }

    private void FlushHeld()
    {
        for (int i = 0; i < _heldCount; i++)
        {
            AddNow(_held[i]);
        }

        _heldCount = 0;
    }

    private void AddNow(in PairRecord record)
    {
        if (!Queue.TryAdd(record))
        {
            Dropped++; // the queue ends in a loss, across which nothing is paired
        }
    }

    /// <summary>Events of this CPU are missing from this time on.</summary>
    public void BeginLoss(ulong timestamp, MeasureTables? tables)
    {
        Flush();
        if (tables is not null)
        {
            CpuSpans.Invalidate(tables);
        }

        Add(PairRecord.Loss(cpuIndex, PairKind.LossBegin, timestamp));
    }

    /// <summary>From this time on its events are whole again.</summary>
    public void EndLoss(ulong timestamp)
    {
        GraphRun.Forget(timestamp);
        Add(PairRecord.Loss(cpuIndex, PairKind.LossEnd, timestamp));
    }
}
