using Ftop.Aggregation.Events;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Pairing;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Aggregation;

/// <summary>
/// One CPU's way into the counts. Its reader fills one <see cref="CpuAccumulator"/> while the tick works on the other; the lock between them is
/// held for one sub-buffer or one exchange.
/// </summary>
internal sealed class CpuFeed
{
    // More than a CPU can write in a day: a count beyond is garbage, and must not overflow the sums.
    private const ulong MostMissed = 1ul << 42;

    private readonly Lock _gate = new();
    private readonly AggregationLimits _limits;
    private readonly int _cpus;

    // Of a CPU that never wrote an event there are none: a machine has hundreds of CPUs, of which tracing may touch one.
    private CpuAccumulator? _filling;
    private CpuAccumulator? _spare;
    private ulong _lastTimestamp;
    private bool _hasSubBuffers;
    private bool _isTimeRestarted;
    private bool _isInLoss;

    /// <param name="cpuIndex">Index into the source's list of CPUs.</param>
    /// <param name="limits">Bounds of all CPUs together.</param>
    /// <param name="cpus">Among how many CPUs they are shared out.</param>
    /// <param name="pairsAtMost">Records that may wait for the merge.</param>
    /// <param name="compatTasks">Shared by all CPUs.</param>
    /// <param name="cpu">The kernel's number of the CPU.</param>
    public CpuFeed(int cpuIndex, AggregationLimits limits, int cpus, int pairsAtMost, CompatTasks compatTasks, int cpu)
    {
        Cpu = cpu;
        CompatTasks = compatTasks;
        CpuIndex = cpuIndex;
        (_limits, _cpus) = (limits, cpus);
        Pairing = new CpuPairing(pairsAtMost, cpuIndex);
    }

    /// <summary>Index into the source's list of CPUs.</summary>
    public int CpuIndex { get; }

    /// <summary>The kernel's number of it.</summary>
    public int Cpu { get; }

    /// <summary>What this CPU has for the merge.</summary>
    public CpuPairing Pairing { get; }

    /// <summary>Which tasks are of the 32-bit ABI.</summary>
    public CompatTasks CompatTasks { get; }

    /// <summary>Whether raw_syscalls events came in the window before, or in any.</summary>
    public bool HadRawSystemCalls { get; set; }

    /// <summary>Whether begins of system calls are traced too, so that exits can be paired.</summary>
    public bool PairsSystemCalls { get; set; } = true;

    /// <summary>Counts one sub-buffer.</summary>
    /// <returns>Records that wait for the merge.</returns>
    public int Accept(ReadOnlySpan<byte> subBuffer, EventLayouts layouts)
    {
        lock (_gate)
        {
            CpuAccumulator counts = _filling ??= new CpuAccumulator(_limits, _cpus, CpuIndex);
            counts.ReserveIds(layouts.ById.Length);
            SubBufferHeader header = SubBufferHeader.Read(subBuffer, layouts.HeaderPage);
            if (_hasSubBuffers && header.Timestamp < _lastTimestamp)
            {
                RestartTime(header.Timestamp);
            }

            NoteMissed(header, counts);
            EndLoss(header.Timestamp);
            SubBufferSummary summary = layouts.HeaderPage.BigEndian == BitConverter.IsLittleEndian
                ? Walk<SwappedOrder>(subBuffer, layouts, counts)
                : Walk<SameOrder>(subBuffer, layouts, counts);
            counts.Events += summary.Events;
            _lastTimestamp = summary.LastTimestamp;
            _hasSubBuffers = true;
            if (summary.Status != DecodeStatus.Ok)
            {
                counts.NoteDamage(summary.Status);
                BeginLoss(_lastTimestamp); // up to the next sub-buffer
            }

            return Pairing.Queue.Count;
        }
    }

    /// <summary>The latest time stamp so far.</summary>
    public ulong ReadLastTimestamp()
    {
        lock (_gate)
        {
            return _lastTimestamp;
        }
    }

    /// <summary>Moves the records that wait to <paramref name="queue"/>.</summary>
    /// <returns>Records that were dropped, since too many waited.</returns>
    public long TakePairs(PairQueue queue)
    {
        lock (_gate)
        {
            Pairing.FlushAll();
            Pairing.GraphRun.End(Pairing);
            long dropped = Pairing.Dropped;
            if (_isTimeRestarted)
            {
                dropped += queue.Count;
                queue.Clear();
                _isTimeRestarted = false;
            }

            dropped += queue.TakeAll(Pairing.Queue);
            Pairing.Dropped = 0;
            return dropped;
        }
    }

    /// <summary>Gives memory of the queues back that nothing needed lately.</summary>
    public void TrimPairs(PairQueue merged)
    {
        merged.Trim();
        lock (_gate)
        {
            Pairing.Queue.Trim();
        }
    }

    /// <summary>
    /// Begins a new accumulator and gives the filled one, which is the caller's to read and clear until the next exchange; null if the CPU wrote nothing so far.
    /// </summary>
    /// <param name="layouts">In force from now on.</param>
    /// <param name="keepsRaw">Whether <see cref="HadRawSystemCalls"/> stays once it is true.</param>
    /// <param name="until">The latest time stamp of all CPUs: open spans lasted at least so long.</param>
    public CpuAccumulator? Exchange(EventLayouts layouts, bool keepsRaw, ulong until)
    {
        lock (_gate)
        {
            if (_filling is null)
            {
                return null;
            }

            (_filling, _spare) = (_spare ?? new CpuAccumulator(_limits, _cpus, CpuIndex), _filling);
            HadRawSystemCalls = (keepsRaw && HadRawSystemCalls) || _spare.CountOfId(layouts.RawIds.Enter) + _spare.CountOfId(layouts.RawIds.Exit) != 0;
            Pairing.CpuSpans.Keep(layouts.Measures.Watched);
            until = Math.Max(until, _lastTimestamp);
            foreach (MeasureSlot slot in layouts.Measures.Watched)
            {
                if (slot.Measure is { IsByCpu: true, HasOpenSpans: true })
                {
                    Pairing.CpuSpans.EndWindow(slot, until, _spare.Measures[slot.Index]);
                }
            }

            Pairing.CpuSpans.EndWindow(until, _spare.Measures);
        }

        _spare.MoveCells();
        return _spare;
    }

    private SubBufferSummary Walk<TOrder>(ReadOnlySpan<byte> subBuffer, EventLayouts layouts, CpuAccumulator counts)
        where TOrder : struct, IByteOrder
    {
        var counter = new EventCounter<TOrder>(this, counts, layouts);
        SubBufferSummary summary = SubBufferWalker.Walk(subBuffer, layouts.HeaderPage, ref counter);
        counter.EndRun();
        return summary with { Events = summary.Events - counter.LeftOut };
    }

    // Another clock, or a sub-buffer whose time was garbage: what came before is not comparable with what comes now.
    private void RestartTime(ulong timestamp)
    {
        _isTimeRestarted = true;
        Pairing.FlushAll();
        Pairing.Dropped += Pairing.Queue.Count;
        Pairing.Queue.Clear();
        BeginLoss(timestamp);
    }

    private void NoteMissed(in SubBufferHeader header, CpuAccumulator counts)
    {
        if (!header.MissedEvents.Any)
        {
            return;
        }

        counts.Missed += (long)Math.Clamp(header.MissedEvents.Count ?? 1, 1, MostMissed);
        counts.IsMissedUnknown |= header.MissedEvents.Count is null;
        BeginLoss(_hasSubBuffers ? Math.Min(_lastTimestamp, header.Timestamp) : header.Timestamp);
    }

    private void BeginLoss(ulong timestamp)
    {
        if (!_isInLoss)
        {
            _isInLoss = true;
            Pairing.BeginLoss(timestamp, _filling?.Measures);
        }
    }

    private void EndLoss(ulong timestamp)
    {
        if (_isInLoss)
        {
            _isInLoss = false;
            Pairing.EndLoss(timestamp);
        }
    }
}
