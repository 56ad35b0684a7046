using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Windows;

/// <summary>What is remembered of one measure from window to window.</summary>
internal sealed class MeasureHistory
{
    private readonly RateTable _rates;
    private readonly RateTable _sums;
    private readonly LatencySummaries _latencies = new();
    private readonly KeyNames _names;
    private readonly List<KeyCount> _counts = [];
    private readonly List<ulong> _keys = [];
    private readonly MeasureSlot _slot;
    private readonly int _snapshotRows;

    public MeasureHistory(MeasureSlot slot, AggregationLimits limits, SlidingTimeline timeline)
    {
        _slot = slot;
        _snapshotRows = limits.SnapshotRows;
        _names = new KeyNames(slot);
        _rates = new RateTable(limits.Rows, timeline);
        _sums = new RateTable(limits.Rows, timeline);
    }

    /// <summary>Forgets everything: counts begin anew.</summary>
    public void Clear()
    {
        _rates.Clear();
        _sums.Clear();
    }

    /// <summary>Adds a window, after the timeline has; null where nothing was counted.</summary>
    public void Add(MeasureCounts? counts)
    {
        _rates.BeginWindow();
        _sums.BeginWindow();
        if (counts is not null)
        {
            AddAll(counts.Counts, _rates);
            AddAll(counts.Sums, _sums);
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
        fits &= _rates.ReadTop(_snapshotRows, _keys) && !_rates.IsTruncated && !_slot.Interner.IsFull;
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
                Sum = _slot.Measure.HasSum ? _sums.RatesOf(key, frame.WindowSec) : null,
                Latency = counts is null ? null : _latencies.Of(key),
                InFlight = _slot.Measure.HasOpenSpans ? counts?.Open.Count(key) ?? 0 : null,
            };
        }

        return new MeasureTable(_slot.Measure, ImmutableCollectionsMarshal.AsImmutableArray(rows), counts?.Unpaired ?? 0);
    }

    private void AddAll(CountTable from, RateTable to)
    {
        from.Read(_counts);
        foreach (KeyCount entry in _counts)
        {
            to.Add(entry.Key, entry.Count);
        }
    }
}
