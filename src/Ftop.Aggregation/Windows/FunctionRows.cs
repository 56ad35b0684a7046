using Ftop.Aggregation.Counting;
using Ftop.Decoding;

namespace Ftop.Aggregation.Windows;

/// <summary>The functions of a window.</summary>
internal sealed class FunctionRows : TableRows<FunctionRow>
{
    private readonly LatencySummaries _latencies = new();
    private TraceMetadata? _metadata;
    private LatencyTable? _table;
    private WorstSpans? _worst;
    private bool _isSparedByLoss;
    private bool _hasSelf;

    /// <summary>Where names come from.</summary>
    public TraceMetadata Metadata => _metadata ?? throw new InvalidOperationException("there is no window");

    /// <summary>Takes a window's functions; see <see cref="TableRows{TRow}.Take"/>.</summary>
    /// <param name="table">What was counted.</param>
    /// <param name="latencies">What was timed; must not change before the window is released.</param>
    /// <param name="worst">The longest calls so far.</param>
    /// <param name="rows">So many at most.</param>
    /// <param name="frame">The window.</param>
    /// <param name="isSparedByLoss">Whether functions were not traced when events were lost.</param>
    public bool Take(RateTable table, LatencyTable latencies, WorstSpans worst, int rows, in WindowFrame frame, bool isSparedByLoss)
    {
        (_metadata, _table, _worst, _isSparedByLoss, _hasSelf) = (frame.Metadata, latencies, worst, isSparedByLoss, true);
        _latencies.Read(latencies);
        bool fits = Take(table, rows, int.MaxValue, frame.WindowSec);
        if (Count > 0)
        {
            _ = frame.Metadata.Symbols.Value; // read here, where nobody waits for a key
        }

        return fits;
    }

    /// <summary>The functions that are timed are not all: time without callees is not known. Before a row is read.</summary>
    public void HideSelf() => _hasSelf = false;

    /// <summary>The durations of a function's calls; null where none ended.</summary>
    public LatencySummary? LatencyOf(ulong key)
    {
        lock (_latencies)
        {
            return _latencies.Of(key);
        }
    }

    /// <summary>Each of them.</summary>
    public Durations DurationsOf(ulong key) => _table is null ? default : new Durations(_table, key);

    /// <summary>The longest of a function's calls since the start or the last clear; null where none ended.</summary>
    public WorstSpan? WorstOf(ulong key) => _worst?.Of(key);

    /// <inheritdoc/>
    protected override FunctionRow Make(in RateRow rates, FunctionRow? old)
    {
        FunctionRow row = old ?? new FunctionRow();
        int entry = _table!.IndexOf(rates.Key); // taken, or there would be no row
        row.Fill(
            this, rates.Key, rates.Over(Spans) with { IsSparedByLoss = _isSparedByLoss }, entry < 0 ? null : _table.Entries[entry], _hasSelf);
        return row;
    }

    /// <inheritdoc/>
    protected override void Forget()
    {
        (_metadata, _table, _worst) = (null, null, null);
        _latencies.Forget();
    }
}
