using Ftop.Tui.Columns;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

internal abstract partial class RowTable<TRow, TKey>
{
    private int _top;

    /// <inheritdoc/>
    public override RowPlace? Place
    {
        get
        {
            Order();
            int top = TopFor(PageRows);
            return top > 0 ? new RowPlace(top + 1, Math.Min(top + PageRows, _order.Count), _order.Count) : null;
        }
    }

    /// <inheritdoc/>
    protected override void Compose(Grid grid)
    {
        Order();
        _layout.Arrange(_columns, grid.Width);
        ComposeHeader(grid);
        int page = grid.Height - 1;
        _top = TopFor(page);
        for (int line = 0; line < page && _top + line < _order.Count; line++)
        {
            ComposeRow(grid, line + 1, Rows[_order[_top + line]], IsActive && _top + line == _selectedIndex);
        }

        if (_order.Count == 0 && page > 0)
        {
            string text = Rows.IsEmpty || Filter.Length == 0 ? Screen.Replay is null ? EmptyText : "nothing of this in the recording so far" : $"no name contains '{SafeText.Of(Filter)}': press \\ to change the filter";
            WrappedText.Put(grid, 1, text, ThemeRole.Dim);
        }
    }

    private int TopFor(int page)
    {
        int top = Math.Clamp(_top, Math.Max(0, _selectedIndex - Math.Max(1, page) + 1), _selectedIndex);
        return Math.Max(0, Math.Min(top, _order.Count - page));
    }

    private void ComposeHeader(Grid grid)
    {
        grid.Paint(0, 0, grid.Width, ThemeRole.Header);
        Column<TRow> sort = SortColumn;
        Span<char> title = stackalloc char[MaxCellChars];
        int x = 0;
        for (int index = 0; index < _layout.Count; index++)
        {
            Column<TRow> column = _layout[index];
            string name = column.TitleNow?.Invoke() ?? column.Title;
            int length = name.Length;
            name.CopyTo(title);
            bool isSorted = ReferenceEquals(column, sort);
            if (isSorted)
            {
                char marker = column.IsText != _isInverted ? Look.Ascending : Look.Descending;
                name.CopyTo(title[(column.IsText ? 0 : 1)..]);
                title[column.IsText ? length : 0] = marker;
                length++;
            }

            if (ReferenceEquals(column, NameColumn) && Filter.Length > 0)
            {
                " \\".CopyTo(title[length..]);
                length += 2;
                length += SafeText.Write(Filter, title[length..]);
            }

            if (ReferenceEquals(column, NameColumn) && Place is RowPlace place)
            {
                length += place.Write(title[length..]);
            }

            PutCell(grid, x, 0, column, _layout.WidthOf(index), title[..length], isSorted && IsActive ? ThemeRole.SortedColumn : ThemeRole.Header);
            x += _layout.WidthOf(index) + 1;
        }
    }

    private void ComposeRow(Grid grid, int y, TRow row, bool isSelected)
    {
        var context = new CellContext(Look, LossOf(row));
        Span<char> text = stackalloc char[MaxCellChars];
        int x = 0;
        for (int index = 0; index < _layout.Count; index++)
        {
            Column<TRow> column = _layout[index];
            int width = _layout.WidthOf(index);
            int length = column.Format(row, text[..Math.Max(width, ReferenceEquals(column, NameColumn) ? MaxCellChars : width)], context);
            PutCell(grid, x, y, column, width, text[..length], column.RoleOf?.Invoke(row) ?? ThemeRole.Normal);
            x += width + 1;
        }

        if (isSelected)
        {
            grid.Paint(0, y, grid.Width, ThemeRole.Selected);
        }

        if (SearchText.Length > 0)
        {
            PaintMatch(grid, y, row);
        }
    }

    private void PutCell(Grid grid, int x, int y, Column<TRow> column, int width, ReadOnlySpan<char> text, ThemeRole role)
    {
        bool isCut = text.Length > width;
        text = text[..Math.Min(text.Length, width)];
        grid.Put(column.IsText ? x : x + width - text.Length, y, text, role);
        if (isCut && width > 1)
        {
            grid.Put(x + width - 1, y, [Look.Cut], role);
        }
    }

    private void PaintMatch(Grid grid, int y, TRow row)
    {
        int at = IndexInName(row, SearchText);
        int x = 0;
        for (int index = 0; index < _layout.Count && at >= 0; index++)
        {
            if (ReferenceEquals(_layout[index], NameColumn))
            {
                grid.Paint(x + at, y, Math.Min(SearchText.Length, _layout.WidthOf(index) - at), ThemeRole.Key);
            }

            x += _layout.WidthOf(index) + 1;
        }
    }
}
