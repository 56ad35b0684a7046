using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Windows;

/// <summary>What is remembered of one measure from window to window.</summary>
internal sealed class MeasureHistory
{
    private const double NsPerSec = 1e9;

    private readonly RateTable _rates;
    private readonly RateTable _sums;
    private readonly LatencySummaries _latencies = new();
    private readonly KeyNames _names;
    private readonly List<KeyCount> _counts = [];
    private readonly List<ulong> _keys = [];
    private readonly WorstSpans _worst;
    private readonly ImmutableArray<int> _cpus;
    private readonly int _snapshotRows;
    private double _measuredSec;

    public MeasureHistory(MeasureSlot slot, AggregationLimits limits, SlidingTimeline timeline, ImmutableArray<int> cpus)
    {
        (Slot, _cpus) = (slot, cpus);
        _worst = new WorstSpans(limits.Rows, cpus);
        _snapshotRows = limits.SnapshotRows;
        _names = new KeyNames(slot);
        _rates = new RateTable(limits.Rows, timeline);
        _sums = new RateTable(limits.Rows, timeline);
    }

    /// <summary>Whose it is.</summary>
    public MeasureSlot Slot { get; }

    /// <summary>Forgets everything: counts begin anew.</summary>
    public void Clear()
    {
        _worst.Clear();
        _measuredSec = 0;
        _rates.Clear();
        _sums.Clear();
    }

    /// <summary>Adds a window, after the timeline has; null where nothing was counted.</summary>
    /// <param name="counts">What was counted.</param>
    /// <param name="windowSec">Length of the window in which it was measured; 0 where it was not.</param>
    public void Add(MeasureCounts? counts, double windowSec)
    {
        _measuredSec = windowSec > 0 ? _measuredSec + windowSec : 0;
        _rates.BeginWindow();
        _sums.BeginWindow();
        if (counts is not null)
        {
            AddAll(counts.Counts, _rates);
            AddAll(counts.Sums, _sums);
            _worst.Add(counts.Latencies);
            counts.Within.Read(_counts);
            foreach (KeyCount within in _counts)
            {
                _rates.Add(within.Key, 0);
            }

        }

        if (counts is not null && Slot.Measure.HasOpenSpans)
        {
            counts.Open.Read(_counts);
            foreach (KeyCount open in _counts)
            {
                _rates.Add(open.Key, 0);
            }
        }

        _rates.EndWindow();
        _sums.EndWindow();
    }

    /// <summary>The rows of the window that was added last.</summary>
    public MeasureTable Read(MeasureCounts? counts, in WindowFrame frame, bool isSparedByLoss, ref bool fits)
    {
        _names.Use(frame.Metadata);
        fits &= _rates.ReadTop(_snapshotRows, _keys) && !_rates.IsTruncated && !Slot.Interner.IsFull;
        if (counts is not null)
        {
            _latencies.Read(counts.Latencies);
        }

        var rows = new MeasureRow[_keys.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            ulong key = _keys[i];
            rows[i] = new MeasureRow(key, _names.Of(key), _rates.RatesOf(key, frame.WindowSec) with { IsSparedByLoss = isSparedByLoss })
            {
                Sum = Slot.Measure.HasSum ? _sums.RatesOf(key, frame.WindowSec) : null,
                Latency = counts is null ? null : _latencies.Of(key),
                InFlight = Slot.Measure.HasOpenSpans && Slot.Nest < 0 ? counts?.Open.Count(key) ?? 0 : null,
                WithinNs = Slot.Measure.SharesTime ? counts?.Within.Count(key) ?? 0 : null,
                WindowNs = (long)(frame.WindowSec * NsPerSec),
                TopCpu = TopCpuOf(key, counts, frame.WindowSec),
                Worst = _worst.Of(key),
                Durations = counts is null ? default : new Durations(counts.Latencies, key),
            };
        }

        return new MeasureTable(Slot.Measure, ImmutableCollectionsMarshal.AsImmutableArray(rows), counts?.Unpaired ?? 0)
        {
            MeasuredSec = _measuredSec,
            Fields = Slot.Fields,
        };
    }

    private TopCpu? TopCpuOf(ulong key, MeasureCounts? counts, double windowSec) => counts is not null && counts.Busiest.TryGetValue(key, out BusiestCpu busiest)
        ? new TopCpu(_cpus[busiest.CpuIndex], windowSec > 0 ? Math.Min(100, 100 * busiest.Ns / (windowSec * NsPerSec)) : 0)
        : null;

    private void AddAll(CountTable from, RateTable to)
    {
        from.Read(_counts);
        foreach (KeyCount entry in _counts)
        {
            to.Add(entry.Key, entry.Count);
        }
    }
}
