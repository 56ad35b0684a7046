namespace Ftop.Tui.Columns;

/// <summary>Which columns a width has room for, and how wide each is. Columns are one blank apart.</summary>
internal sealed class ColumnLayout<TRow>
{
    private readonly List<Column<TRow>> _shown = [];
    private readonly List<int> _widths = [];

    public int Count => _shown.Count;

    public Column<TRow> this[int index] => _shown[index];

    public int WidthOf(int index) => _widths[index];

    /// <param name="columns">All of them, in the order of the screen.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="name">Gets room for the longest name, up to half of the screen, before the least useful numbers get theirs; null for none.</param>
    /// <param name="longestName">Columns of the screen that it takes.</param>
    public void Arrange(IReadOnlyList<Column<TRow>> columns, int width, Column<TRow>? name = null, int longestName = 0)
    {
        int nameWidth = name is null ? 0 : Math.Max(name.MinWidth, Math.Min(longestName, width / 2));
        _shown.Clear();
        foreach (Column<TRow> column in columns)
        {
            if (column.IsPresent?.Invoke() ?? true)
            {
                _shown.Add(column);
            }
        }

        int extraOfName = name is null ? 0 : nameWidth - name.MinWidth;
        while (LeastWidth() + extraOfName > width && DropLast())
        {
        }

        int spare = Math.Max(0, width - LeastWidth());
        _widths.Clear();
        foreach (Column<TRow> column in _shown)
        {
            int most = ReferenceEquals(column, name) ? Math.Max(column.MaxWidth, nameWidth) : column.MaxWidth;
            int extra = Math.Min(spare, Math.Max(0, most - column.MinWidth));
            _widths.Add(column.MinWidth + extra);
            spare -= extra;
        }
    }

    public int IndexOf(Column<TRow> column) => _shown.IndexOf(column);

    private int LeastWidth()
    {
        int width = -1;
        foreach (Column<TRow> column in _shown)
        {
            width += column.MinWidth + 1;
        }

        return width;
    }

    private bool DropLast()
    {
        int last = -1;
        for (int index = 0; index < _shown.Count; index++)
        {
            if (_shown[index].DropOrder > 0 && (last < 0 || _shown[index].DropOrder >= _shown[last].DropOrder))
            {
                last = index;
            }
        }

        if (last >= 0)
        {
            _shown.RemoveAt(last);
        }

        return last >= 0;
    }
}
