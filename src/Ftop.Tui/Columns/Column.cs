using Ftop.Tui.Themes;

namespace Ftop.Tui.Columns;

/// <summary>Writes one cell's text, safe for the terminal, and returns its length.</summary>
internal delegate int CellFormatter<TRow>(TRow row, Span<char> destination, in CellContext context);

/// <summary>One column of a table: how wide, what it says, how it sorts, and when it goes because the screen is too narrow.</summary>
internal sealed class Column<TRow>
{
    public required string Title { get; init; }

    /// <summary>What it says where that changes; null for <see cref="Title"/>.</summary>
    public Func<string>? TitleNow { get; init; }

    public required CellFormatter<TRow> Format { get; init; }

    /// <summary>Ascending order; null where sorting by this column means nothing.</summary>
    public Comparison<TRow>? Compare { get; init; }

    /// <summary>Columns of the screen that it needs at least, a lower-bound mark included.</summary>
    public required int MinWidth { get; init; }

    /// <summary>Columns of the screen that it takes where there is room; 0 for <see cref="MinWidth"/>.</summary>
    public int MaxWidth { get; init; }

    /// <summary>The higher, the earlier it goes; 0 stays.</summary>
    public int DropOrder { get; init; }

    /// <summary>Text starts left and sorts from A; numbers end right and sort from the largest.</summary>
    public bool IsText { get; init; }

    /// <summary>False while there is nothing to show in it.</summary>
    public Func<bool>? IsPresent { get; init; }

    public Func<TRow, ThemeRole>? RoleOf { get; init; }
}
