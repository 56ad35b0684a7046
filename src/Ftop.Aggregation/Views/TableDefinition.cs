using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Views;

/// <summary>A table that is as old as the program and has rows of its own kind: what pane, text and JSON loop over.</summary>
/// <param name="Name">The column with the name that search and filter look at.</param>
/// <param name="Rows">Of a window, those that occurred most first.</param>
public sealed record TableDefinition<TRow>(TableColumn<TRow> Name, Func<WindowSnapshot, IReadOnlyList<TRow>> Rows)
{
    /// <summary>Columns of the pane.</summary>
    public required ImmutableArray<TableColumn<TRow>> Screen { get; init; }

    /// <summary>Columns of the text; names stand last.</summary>
    public required ImmutableArray<TableColumn<TRow>> Text { get; init; }

    /// <summary>Members of a row's object.</summary>
    public required ImmutableArray<TableColumn<TRow>> Json { get; init; }

    /// <summary>What the pane is sorted by until the operator chooses: the first that is there.</summary>
    public required ImmutableArray<TableColumn<TRow>> Sorts { get; init; }

    /// <summary>Order of rows that are equal in the column that is sorted by.</summary>
    public required Comparison<TRow> Order { get; init; }

    /// <summary>How often a row occurred; null where rows are there whether they occur or not.</summary>
    public Func<TRow, Rates>? Rates { get; init; }

    /// <summary>Rows that come last, whatever duration they are sorted by.</summary>
    public Func<TRow, bool>? IsLast { get; init; }

    /// <summary>What the durations of a window are of, where that differs.</summary>
    public Func<WindowSnapshot, string?>? Meaning { get; init; }

    /// <summary>Whether a row belongs into the text and the JSON of its window.</summary>
    public bool Occurred(TRow row) => IsActive?.Invoke(row) ?? (Rates is null || Rates(row).Count > 0);

    /// <summary>Whether there is something of a row in its window, where its rate does not tell.</summary>
    public Func<TRow, bool>? IsActive { get; init; }
}

/// <summary>Tables of views that are measures.</summary>
public static class TableDefinition
{
    /// <summary>The table of a view's measures, by the columns that it names, sorted by the one that it names or the first that is no key.</summary>
    /// <exception cref="ArgumentException">The view has no columns.</exception>
    public static TableDefinition<MeasureRow> Of(ViewDefinition view)
    {
        ArgumentNullException.ThrowIfNull(view);
        ImmutableArray<TableColumn<MeasureRow>> columns = ImmutableArray<TableColumn<MeasureRow>>.CastUp(view.Columns);
        if (columns is not [TableColumn<MeasureRow> name, TableColumn<MeasureRow> first, ..])
        {
            throw new ArgumentException($"{view.Id}: no columns", nameof(view));
        }

        return new TableDefinition<MeasureRow>(name, window => ViewTable.Of(view, window)?.Rows ?? [])
        {
            Screen = columns,
            Text = [.. columns.Where(static column => column.Unit is not (ColumnUnit.PerSec10 or ColumnUnit.PerSec60))],
            Json = columns,
            Sorts = [columns.FirstOrDefault(column => column.Id == view.SortedBy) ?? first],
            Order = name.Order!, // every key has one
            Rates = static row => row.Rates,
            IsActive = static row => row.IsActive,
        };
    }
}
