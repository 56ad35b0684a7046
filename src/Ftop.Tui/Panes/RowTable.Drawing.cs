using Ftop.Tui.Columns;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

internal abstract partial class RowTable<TRow, TKey>
{
    private const int LeastCut = 5;

    private int _top;
    private int _longestName;
    private (string Filter, int Width) _longestOf = ("", 0);

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
        int page = grid.Height - 1;
        _top = TopFor(page);
        MeasureNames(page, grid.Width);
        _layout.Arrange(_columns, grid.Width, NameColumn, _longestName);
        ComposeHeader(grid);
        for (int line = 0; line < page && _top + line < _order.Count; line++)
        {
            ComposeRow(grid, line + 1, Rows[_order[_top + line]], IsActive && _top + line == _selectedIndex);
        }

        if (_order.Count == 0 && page > 0)
        {
            string text = Rows.Count == 0 || Filter.Length == 0 ? Screen.Replay is null ? EmptyText : "nothing of this in the recording so far" : $"no name contains '{SafeText.Of(Filter)}': press \\ to change the filter";
            WrappedText.Put(grid, 1, text, ThemeRole.Dim);
        }
    }

    private int TopFor(int page)
    {
        int top = Math.Clamp(_top, Math.Max(0, _selectedIndex - Math.Max(1, page) + 1), _selectedIndex);
        return Math.Max(0, Math.Min(top, _order.Count - page));
    }

    // Of the names that were on screen since the filter changed: columns that come and go with every window cannot be read. One that is cut anyway
    // takes no numbers away for it.
    private void MeasureNames(int page, int width)
    {
        _longestName = _longestOf == (Filter, width) ? _longestName : 0;
        _longestOf = (Filter, width);
        Span<char> name = stackalloc char[MaxCellChars];
        for (int line = 0; line < page && _top + line < _order.Count; line++)
        {
            int length = NameColumn.Format(Rows[_order[_top + line]], name, new CellContext(Look, default));
            _longestName = Math.Max(_longestName, length <= width / 2 ? length : width / 3);
        }

        if (Place is RowPlace place)
        {
            _longestName = Math.Max(_longestName, NameColumn.Title.Length + place.Write(name));
        }
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

    // Names of one driver begin alike and variants of one function end alike: where a name is too long, both stay to be seen.
    private void PutCell(Grid grid, int x, int y, Column<TRow> column, int width, ReadOnlySpan<char> text, ThemeRole role)
    {
        text = text[..LengthWithModule(text, width)];
        if (text.Length <= width)
        {
            grid.Put(column.IsText ? x : x + width - text.Length, y, text, role);
            return;
        }

        int head = HeadOf(width);
        int tail = Math.Max(0, width - head - 1);
        grid.Put(x, y, text[..Math.Min(head, width)], role);
        if (width > 1)
        {
            grid.Put(x + head, y, [Look.Cut], role);
            grid.Put(x + head + 1, y, text[^tail..], role);
        }
    }

    // Of "name [module]" the module goes first.
    private static int LengthWithModule(ReadOnlySpan<char> name, int width) =>
        name.Length > width && name[^1] == ']' && name.LastIndexOf(" [") is int module and > 0 ? module : name.Length;

    private static int HeadOf(int width) => width < LeastCut ? Math.Max(1, width - 1) : width / 2;

    private void PaintMatch(Grid grid, int y, TRow row)
    {
        Span<char> name = stackalloc char[MaxCellChars];
        int at = IndexInName(row, SearchText, name, out int length);
        int x = 0;
        for (int index = 0; index < _layout.Count && at >= 0; index++)
        {
            int width = _layout.WidthOf(index);
            if (ReferenceEquals(_layout[index], NameColumn))
            {
                int shown = LengthWithModule(name[..length], width);
                for (int character = at; character < Math.Min(shown, at + SearchText.Length); character++)
                {
                    grid.Paint(x + PlaceOf(character, shown, width), y, 1, ThemeRole.Key);
                }
            }

            x += width + 1;
        }
    }

    // Where a character of a name stands, or the mark that stands for it.
    private static int PlaceOf(int character, int length, int width)
    {
        int head = HeadOf(width);
        return length <= width || character < head ? character : Math.Max(head, character - (length - width));
    }
}
