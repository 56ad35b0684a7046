using System.Collections.Immutable;
using Ftop.Aggregation.Events;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Pairing;
using Ftop.Decoding;

namespace Ftop.Aggregation;

/// <summary>
/// Counts what a source's CPUs deliver, and pairs what has a begin and an end. <see cref="Accept"/> is called by the source's threads; everything
/// else by one caller at a time, which is a <see cref="WindowStream"/>.
/// </summary>
public sealed class TraceAggregator : ISubBufferSink
{
    private readonly ITraceSource _source;
    private readonly AggregationLimits _limits;
    private readonly CpuFeed[] _feeds;
    private readonly CpuStats[] _stats;
    private readonly OrderedMerge _merge;
    private readonly Pairings _pairings;
    private readonly Lock _pairingGate = new();
    private readonly int _pairsAtMost;
    private readonly HashSet<ulong> _refreshedIds = [];
    private volatile EventLayouts _layouts;
    private volatile IReadOnlyList<Measure> _wanted;
    private IReadOnlyList<Measure> _watched;
    private int _backlogTold;
    private int _windowsSinceWatch;

    /// <summary>Reads the source's metadata and statistics; the source is not started by this.</summary>
    /// <param name="source">Where the sub-buffers will come from. Not disposed by this.</param>
    /// <param name="limits">Bounds of memory; null for those of a small board.</param>
    /// <param name="measures">What is measured from the first event on.</param>
    public TraceAggregator(ITraceSource source, AggregationLimits? limits = null, params IEnumerable<Measure> measures)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _limits = limits ?? new AggregationLimits();
        ImmutableArray<int> cpus = source.Cpus;
        _pairsAtMost = Math.Max(_limits.PairsAtMost / Math.Max(cpus.Length, 1), 1 << 14);
        _wanted = [.. measures];
        _watched = _wanted;
        _layouts = new EventLayouts(source.Metadata, MeasureSlots.None(_limits.TextKeys).Watch(_wanted));
        var compatTasks = new CompatTasks();
        _feeds = [.. cpus.Select((cpu, index) => new CpuFeed(index, _limits, cpus.Length, _pairsAtMost, compatTasks, cpu))];
        _stats = [.. cpus.Select((_, index) => source.ReadStats(index))];
        _merge = new OrderedMerge(cpus.Length, 2 * _pairsAtMost);
        _pairings = new Pairings(_limits, cpus.Length);
    }

    /// <summary>
    /// Says that so much waits for the ordered merge that <see cref="Settle"/> should be called before the next window. From the source's threads;
    /// at most once between two calls.
    /// </summary>
    public event EventHandler? BacklogGrown;

    /// <summary>
    /// Whether windows add up to one window over all of them. Live saves work by what the window before was like, and pairs no calls in the window
    /// after one without begins.
    /// </summary>
    public bool HasExactSums { get; init; }

    /// <summary>
    /// Measures these from the next window on, and nothing else: what is not watched costs nothing. Counts of what was watched before are kept. From any thread.
    /// </summary>
    public void Watch(IEnumerable<Measure> measures)
    {
        ArgumentNullException.ThrowIfNull(measures);
        _wanted = [.. measures];
    }

    /// <summary>What events mean, as of the last window.</summary>
    internal EventLayouts Layouts => _layouts;

    /// <summary>Bounds in force.</summary>
    internal AggregationLimits Limits => _limits;

    /// <summary>By CPU index; for tests.</summary>
    internal IReadOnlyList<CpuFeed> Feeds => _feeds;

    /// <inheritdoc/>
    public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        int waiting = _feeds[cpuIndex].Accept(subBuffer, _layouts);
        if (waiting >= _pairsAtMost * 3 / 4)
        {
            Relieve(cpuIndex);
        }
        else if (waiting >= _pairsAtMost / 8 && Interlocked.Exchange(ref _backlogTold, 1) == 0)
        {
            BacklogGrown?.Invoke(this, EventArgs.Empty);
        }
    }

    /// <summary>Pairs what has come so far, without ending the window. Waits for <see cref="ITraceSource.Drain"/>.</summary>
    public void Settle() => Pair(isLast: false);

    /// <summary>
    /// Ends a window: waits for <see cref="ITraceSource.Drain"/> and sums up what came since the last call. Begins and ends are paired up to the
    /// latest time that was seen before that wait: every CPU has then delivered all that is older. The rest waits for the next window.
    /// </summary>
    /// <param name="delta">Takes the sums, in place of what it held.</param>
    /// <param name="isLast">Pairs everything: nothing more will come.</param>
    internal void Tick(WindowDelta delta, bool isLast = false)
    {
        if (AdoptMetadata())
        {
            _refreshedIds.Clear();
        }

        ulong until = Pair(isLast);
        delta.Clear();
        bool enters = false;
        bool exits = false;
        for (int i = 0; i < _feeds.Length; i++)
        {
            CpuAccumulator? counts = _feeds[i].Exchange(_layouts, HasExactSums, until);
            (long overrun, long dropped) = ReadLosses(i);
            delta.Add(i, counts, overrun, dropped);
            if (counts is null)
            {
                continue;
            }

            enters |= counts.Enters != 0;
            exits |= !counts.SystemCalls.IsEmpty;
            NoteUnknownIds(counts);
            counts.Comms.MoveTo(_layouts.Metadata.Tasks);
            counts.Clear();
        }

        // Without begins, exits need not wait for the merge. The first begin on any CPU is seen by the next window.
        foreach (CpuFeed feed in _feeds)
        {
            feed.PairsSystemCalls = HasExactSums || enters || !exits;
        }

        lock (_pairingGate)
        {
            _pairings.MoveTo(delta, _layouts.Measures, until);
            for (int i = 0; i < _feeds.Length; i++)
            {
                _feeds[i].TrimPairs(_merge[i]);
            }
        }
    }

    // Gives the latest time that was seen before: up to there everything is paired.
    private ulong Pair(bool isLast)
    {
        ulong latest = ReadLastTimestamp();

        _source.Drain();
        latest = isLast ? ReadLastTimestamp() : latest;
        Volatile.Write(ref _backlogTold, 0);
        lock (_pairingGate)
        {
            TakePairs();
            _merge.Run(isLast ? ulong.MaxValue : latest, _pairings);
        }

        return Math.Max(latest, _source.Now ?? 0);
    }

    private ulong ReadLastTimestamp()
    {
        ulong latest = 0;
        foreach (CpuFeed feed in _feeds)
        {
            latest = Math.Max(latest, feed.ReadLastTimestamp());
        }

        return latest;
    }

    // Nobody has called Settle in time, or a recording comes as fast as it can. So much waits that the older half of it has been followed by as
    // much of the other CPUs, or they have nothing.
    private void Relieve(int cpuIndex)
    {
        lock (_pairingGate)
        {
            TakePairs();
            _merge.Run(_merge[cpuIndex].MiddleTimestamp, _pairings);
        }
    }

    private void TakePairs()
    {
        for (int i = 0; i < _feeds.Length; i++)
        {
            _pairings.Dropped += _feeds[i].TakePairs(_merge[i]);
        }
    }

    // Counts fall to 0 when the buffer is cleared, as by another tracer or clock.
    private (long Overrun, long Dropped) ReadLosses(int cpuIndex)
    {
        CpuStats now = _source.ReadStats(cpuIndex);
        CpuStats before = _stats[cpuIndex];
        _stats[cpuIndex] = now;
        return (Since(now.Overrun, before.Overrun),
            Since(now.DroppedEvents, before.DroppedEvents) + Since(now.CommitOverrun, before.CommitOverrun));
    }

    private static long Since(long now, long before) => now >= before ? now - before : now;

    private bool AdoptMetadata()
    {
        TraceMetadata metadata = _source.Metadata;
        IReadOnlyList<Measure> wanted = _wanted;
        bool isNew = !ReferenceEquals(_layouts.Metadata, metadata);
        if (!isNew && ReferenceEquals(_watched, wanted))
        {
            _windowsSinceWatch++;
            return false;
        }

        // A sub-buffer that is being counted may still be counted by the rules of before, into the next window.
        MeasureSlots measures = ReferenceEquals(_watched, wanted) ? _layouts.Measures : _layouts.Measures.Watch(wanted, mayReplace: _windowsSinceWatch >= 2);
        (_watched, _windowsSinceWatch) = (wanted, 0);
        _layouts = new EventLayouts(metadata, measures);
        return isNew;
    }

    // An id without a format belongs to a module or a probe that came later. Formats are read again once for each such id.
    private void NoteUnknownIds(CpuAccumulator counts)
    {
        if (!counts.HasUnknownIds)
        {
            return;
        }

        bool isNew = false;
        for (int id = 0; id < counts.ById.Length; id++)
        {
            isNew |= counts.ById[id] != 0 && (id >= _layouts.ById.Length || _layouts.ById[id].Kind == EventKind.Unknown) && _refreshedIds.Add((ulong)id);
        }

        List<Counting.KeyCount> unknown = [];
        counts.UnknownIds.Read(unknown);
        foreach (Counting.KeyCount entry in unknown)
        {
            isNew |= _refreshedIds.Add(entry.Key);
        }

        if (isNew)
        {
            _source.RefreshFormats();
            AdoptMetadata();
        }
    }
}
