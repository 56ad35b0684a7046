using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Columns;

/// <summary>Columns of durations; they are there only while something is timed.</summary>
internal static class LatencyColumns
{
    private const int Width = 7;

    public static Column<TRow> Of<TRow>(string title, int dropOrder, Func<bool> isPresent, Func<TRow, long?> ns, Func<TRow, bool>? isLast = null) => new()
    {
        Title = title,
        MinWidth = Width,
        DropOrder = dropOrder,
        IsPresent = isPresent,
        Format = (TRow row, Span<char> destination, in CellContext context) => context.Duration(ns(row), destination),
        Compare = (left, right) => Rank(left, ns, isLast).CompareTo(Rank(right, ns, isLast)),
    };

    // Rows that come last are in their own order there.
    private static (bool IsFirst, long Ns) Rank<TRow>(TRow row, Func<TRow, long?> ns, Func<TRow, bool>? isLast) =>
        (isLast is null || !isLast(row), ns(row) ?? -1);

    public static long? AverageNs(LatencySummary? latency) => latency is { Samples: > 0 } known ? known.TotalNs / known.Samples : null;
}
