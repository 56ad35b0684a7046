using System.Globalization;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Panes;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Columns;

/// <summary>Makes the columns of a pane from those of the catalogue.</summary>
internal sealed class CatalogColumns<TRow>(TableDefinition<TRow> table, Screen screen, ColumnPresence<TRow> presence)
{
    // A lower bound takes one column more, two in ASCII.
    private const int NumberWidth = 7;

    private string _title = "";
    private string? _meaning;

    public Column<TRow> Of(TableColumn<TRow> column) => new()
    {
        Title = column.Title,
        TitleNow = ReferenceEquals(column, table.Name) && table.Meaning is not null ? TitleOfName : null,
        MinWidth = column.Width.Least > 0 ? column.Width.Least : Math.Max(NumberWidth, column.Title.Length + 1),
        MaxWidth = column.Width.Most,
        DropOrder = column.DropOrder,
        IsText = column.Unit is ColumnUnit.Key or ColumnUnit.Tally || ReferenceEquals(column, table.Name),
        IsPresent = presence.Of(column),
        Format = (TRow row, Span<char> destination, in CellContext context) => Format(column, row, destination, context),
        Compare = CompareOf(column),
        RoleOf = column.Unit switch
        {
            ColumnUnit.Errors => row => column.Value(row) > 0 ? ThemeRole.Warning : ThemeRole.Dim,
            ColumnUnit.Losses => row => column.Value(row) > 0 ? ThemeRole.Error : ThemeRole.Dim,
            _ => null,
        },
    };

    private Comparison<TRow>? CompareOf(TableColumn<TRow> column) => column.Unit switch
    {
        ColumnUnit.Key => column.Order,
        ColumnUnit.Tally => null,
        ColumnUnit.Duration when table.IsLast is Func<TRow, bool> isLast => (left, right) => Rank(column, left, isLast).CompareTo(Rank(column, right, isLast)),
        _ => (left, right) => (column.Value(left) ?? -1).CompareTo(column.Value(right) ?? -1),
    };

    // Rows that come last are in their own order there.
    private static (bool IsFirst, double Value) Rank(TableColumn<TRow> column, TRow row, Func<TRow, bool> isLast) => (!isLast(row), column.Value(row) ?? -1);

    private int Format(TableColumn<TRow> column, TRow row, Span<char> destination, in CellContext context) => (column.Unit, column.Value(row)) switch
    {
        (ColumnUnit.Key, _) => Put(column, row, destination),
        (ColumnUnit.Tally, _) => column.Tally!(row) is { IsDefaultOrEmpty: false } tally ? SafeText.Write(tally[0].Errno, destination) : 0,
        (_, null) => 0,
        (ColumnUnit.Identity, double number) => ((long)number).TryFormat(destination, out int length) ? length : 0,
        (ColumnUnit.PerSec or ColumnUnit.BytesPerSec, double perSec) => context.Rate(perSec, destination),
        (ColumnUnit.PerSec10, double perSec) => context.Rate(perSec, context.Loss.In10Sec, destination),
        (ColumnUnit.PerSec60, double perSec) => context.Rate(perSec, context.Loss.In60Sec, destination),
        (ColumnUnit.PerWindow or ColumnUnit.Errors, double count) => context.Rate(screen.Window is { WindowSec: > 0 } window ? count / window.WindowSec : count, destination),
        (ColumnUnit.InWindow, double count) => context.Count((long)count, context.Loss.InWindow, destination),
        (ColumnUnit.SinceStart, double count) => context.Count((long)count, context.Loss.SinceStart && table.Rates?.Invoke(row).IsSparedByLoss is not true, destination),
        (ColumnUnit.Duration, double ns) => context.Duration((long)ns, destination),
        (ColumnUnit.Average, double average) => average.TryFormat(destination, out int length, "F2", CultureInfo.InvariantCulture) ? length : 0,
        (ColumnUnit.Percent, double percent) => percent.TryFormat(destination, out int length, "F1", CultureInfo.InvariantCulture) ? length : 0,
        (_, double count) => Quantity.Count(count, destination),
    };

    private static int Put(TableColumn<TRow> column, TRow row, Span<char> destination)
    {
        int length = 0;
        foreach (TextPart<TRow> part in column.Parts)
        {
            if (part.Of(row) is string text)
            {
                length += SafeText.Write(part.Before, destination[length..]);
                length += SafeText.Write(text, destination[length..]);
                length += SafeText.Write(part.After, destination[length..]);
            }
        }

        return length;
    }

    // Made where it changes, not with every frame.
    private string TitleOfName()
    {
        string? meaning = screen.Window is WindowSnapshot window ? table.Meaning!(window) : null;
        if (_title.Length == 0 || meaning != _meaning)
        {
            (_meaning, _title) = (meaning, meaning is null ? table.Name.Title : $"{table.Name.Title} {meaning}");
        }

        return _title;
    }
}
