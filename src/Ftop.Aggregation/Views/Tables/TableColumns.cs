using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Views.Tables;

/// <summary>Columns that more than one table has.</summary>
internal static class TableColumns
{
    /// <summary>A name, or a part of one that JSON has by itself.</summary>
    public static TableColumn<TRow> Key<TRow>(string id, string title, (int Least, int Most) width, Comparison<TRow>? order, params ImmutableArray<TextPart<TRow>> parts) =>
        new(id, title, ColumnUnit.Key, 0, static _ => null) { Width = width, Order = order, Parts = parts };

    /// <summary>A part of the name for JSON alone.</summary>
    public static TableColumn<TRow> Key<TRow>(string id, Func<TRow, string?> text) => Key(id, "", default, null, new TextPart<TRow>(text));

    /// <summary>How often.</summary>
    public static TableColumn<TRow> PerSec<TRow>(string title, Func<TRow, Rates> rates) => new("perSec", title, ColumnUnit.PerSec, 0, row => rates(row).PerSec);

    /// <summary>The same over 10 s.</summary>
    public static TableColumn<TRow> PerSec10<TRow>(int dropOrder, Func<TRow, Rates> rates) => new("perSec10", "10s", ColumnUnit.PerSec10, dropOrder, row => rates(row).PerSec10);

    /// <summary>The same over 60 s.</summary>
    public static TableColumn<TRow> PerSec60<TRow>(int dropOrder, Func<TRow, Rates> rates) => new("perSec60", "60s", ColumnUnit.PerSec60, dropOrder, row => rates(row).PerSec60);

    /// <summary>Since the start or the last clear.</summary>
    public static TableColumn<TRow> Total<TRow>(string title, int dropOrder, Func<TRow, Rates> rates) =>
        new("total", title, ColumnUnit.SinceStart, dropOrder, row => rates(row).SinceStart);

    /// <summary>In the window.</summary>
    public static TableColumn<TRow> Count<TRow>(string id, string title, int dropOrder, Func<TRow, Rates> rates) =>
        new(id, title, ColumnUnit.InWindow, dropOrder, row => rates(row).Count);

    /// <summary>A duration.</summary>
    public static TableColumn<TRow> Duration<TRow>(string id, string title, int dropOrder, Func<TRow, bool> isKnown, Func<TRow, long?> ns) =>
        new(id, title, ColumnUnit.Duration, dropOrder, row => ns(row)) { IsKnown = isKnown };
}
