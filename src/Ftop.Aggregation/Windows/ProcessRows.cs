using Ftop.Aggregation.Counting;
using Ftop.Decoding;

namespace Ftop.Aggregation.Windows;

/// <summary>The tasks of a window.</summary>
internal sealed class ProcessRows : TableRows<ProcessRow>
{
    private ITaskNames? _names;
    private CountTable? _systemCalls;
    private Func<ulong, TaskTimes>? _times;

    /// <summary>Takes a window's tasks; see <see cref="TableRows{TRow}.Take"/>.</summary>
    /// <param name="table">Events by pid.</param>
    /// <param name="systemCalls">System calls by pid; must not change before the window is released.</param>
    /// <param name="times">Where the time of a pid went, as long as the window is not released; null where that is not measured.</param>
    /// <param name="limits">How many rows.</param>
    /// <param name="frame">The window.</param>
    public bool Take(RateTable table, CountTable systemCalls, Func<ulong, TaskTimes>? times, AggregationLimits limits, in WindowFrame frame)
    {
        (_names, _systemCalls, _times) = (frame.Metadata.Tasks, systemCalls, times);
        return Take(table, limits.SnapshotRows, limits.IdleTaskRows, frame.WindowSec);
    }

    /// <inheritdoc/>
    protected override ProcessRow Make(in RateRow rates, ProcessRow? old)
    {
        ProcessRow row = old ?? new ProcessRow();
        row.Fill((int)(uint)rates.Key, _names!, rates.Over(Spans), _systemCalls!.Count(rates.Key), _times?.Invoke(rates.Key)); // taken, or there would be no row
        return row;
    }

    /// <inheritdoc/>
    protected override void Forget() => (_names, _systemCalls, _times) = (null, null, null);
}
