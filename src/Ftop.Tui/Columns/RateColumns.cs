using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Columns;

/// <summary>The columns that every row with <see cref="Rates"/> has.</summary>
internal static class RateColumns
{
    // A lower bound takes one column more, two in ASCII.
    private const int Width = 7;

    public static Column<TRow> PerSec<TRow>(string title, Func<TRow, Rates> rates) => new()
    {
        Title = title,
        MinWidth = Math.Max(Width, title.Length + 1),
        Format = (TRow row, Span<char> destination, in CellContext context) => context.Rate(rates(row).PerSec, destination),
        Compare = (left, right) => rates(left).PerSec.CompareTo(rates(right).PerSec),
    };

    public static Column<TRow> Over10Sec<TRow>(int dropOrder, Func<TRow, Rates> rates) => new()
    {
        Title = "10s",
        MinWidth = Width,
        DropOrder = dropOrder,
        Format = (TRow row, Span<char> destination, in CellContext context) =>
            context.Rate(rates(row).PerSec10, context.Loss.In10Sec, destination),
        Compare = (left, right) => rates(left).PerSec10.CompareTo(rates(right).PerSec10),
    };

    public static Column<TRow> Over60Sec<TRow>(int dropOrder, Func<TRow, Rates> rates) => new()
    {
        Title = "60s",
        MinWidth = Width,
        DropOrder = dropOrder,
        Format = (TRow row, Span<char> destination, in CellContext context) =>
            context.Rate(rates(row).PerSec60, context.Loss.In60Sec, destination),
        Compare = (left, right) => rates(left).PerSec60.CompareTo(rates(right).PerSec60),
    };

    /// <summary>Since the start or the last clear.</summary>
    public static Column<TRow> Total<TRow>(int dropOrder, Func<TRow, Rates> rates) => SinceStart("TOTAL", dropOrder, rates);

    /// <inheritdoc cref="Total"/>
    public static Column<TRow> SinceStart<TRow>(string title, int dropOrder, Func<TRow, Rates> rates) => new()
    {
        Title = title,
        MinWidth = Math.Max(Width, title.Length + 1),
        DropOrder = dropOrder,
        Format = (TRow row, Span<char> destination, in CellContext context) =>
            context.Count(rates(row).SinceStart, context.Loss.SinceStart && !rates(row).IsSparedByLoss, destination),
        Compare = (left, right) => rates(left).SinceStart.CompareTo(rates(right).SinceStart),
    };
}
