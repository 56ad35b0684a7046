using System.Collections.Immutable;
using Ftop.Tui.Columns;

namespace Ftop.Tui.Panes;

internal abstract partial class RowTable<TRow, TKey>
{
    private Column<TRow>? _chosenSort;
    private bool _isInverted;
    private TKey? _selectedKey;
    private bool _isSelectionMoved;
    private int _selectedIndex;

    /// <summary>Position of the selected row in the order shown; 0 where there is none.</summary>
    protected int SelectedIndex => _selectedIndex;

    private Column<TRow> SortColumn => _chosenSort is Column<TRow> chosen && (chosen.IsPresent?.Invoke() ?? true) ? chosen : DefaultSort;

    /// <summary>The selected row; false where nothing is shown.</summary>
    public bool TryGetSelected(out TRow? row)
    {
        Order();
        row = _order.Count > 0 ? Rows[_order[_selectedIndex]] : default;
        return _order.Count > 0;
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> SortTitles =>
        [.. _columns.Where(column => column.Compare is not null && (column.IsPresent?.Invoke() ?? true)).Select(column => TitleOf(column))];

    /// <inheritdoc/>
    public override string SortTitle => TitleOf(SortColumn);

    /// <inheritdoc/>
    public override bool IsSortAscending => SortColumn.IsText != _isInverted;

    /// <inheritdoc/>
    public override IEnumerable<string> Names => Rows.Where(IsShown).Select(NameOf);

    /// <inheritdoc/>
    public override bool MoveSelection(int rows)
    {
        Order();
        int before = _selectedIndex;
        int index = (int)Math.Clamp((long)_selectedIndex + rows, 0, Math.Max(0, _order.Count - 1));
        if (rows < 0 && index == 0)
        {
            GoToTop();
        }
        else if (_order.Count > 0)
        {
            Select(index);
        }

        return _selectedIndex != before;
    }

    /// <inheritdoc/>
    public override void SortByNeighbour(int step)
    {
        _layout.Arrange(_columns, Viewport.Width, NameColumn, _longestName);
        int index = _layout.IndexOf(SortColumn);
        for (int tries = 0; tries < _layout.Count; tries++)
        {
            index = (index + step + _layout.Count) % _layout.Count;
            if (_layout[index].Compare is not null)
            {
                break;
            }
        }

        SortBy(_layout[index]);
    }

    /// <inheritdoc/>
    public override void SortBy(string title) => SortBy(_columns.Find(column => TitleOf(column) == title) ?? SortColumn);

    /// <inheritdoc/>
    public override void InvertSort()
    {
        (_isInverted, _order.IsStale) = (!_isInverted, true);
        SetStale();
    }

    /// <inheritdoc/>
    public override bool Find(int step, bool isCurrentIncluded)
    {
        Order();
        for (int distance = isCurrentIncluded ? 0 : 1; distance <= _order.Count && SearchText.Length > 0 && _order.Count > 0; distance++)
        {
            int index = (int)((_selectedIndex + ((long)step * distance) + _order.Count) % _order.Count);
            if (IndexInName(Rows[_order[index]], SearchText) >= 0)
            {
                Select(index);
                return true;
            }
        }

        return false;
    }

    // And there it stays: whatever row comes first is the one selected.
    private void GoToTop()
    {
        (_selectedIndex, _top, _isSelectionMoved) = (0, 0, false);
        SetStale();
    }

    private static string TitleOf(Column<TRow> column) => column.TitleNow?.Invoke() ?? column.Title;

    private void SortBy(Column<TRow> column)
    {
        (_chosenSort, _isInverted, _order.IsStale) = (column, false, true);
        SetStale();
    }

    private string NameOf(TRow row)
    {
        Span<char> name = stackalloc char[MaxCellChars];
        return new string(name[..NameColumn.Format(row, name, new CellContext(Look, default))]);
    }

    private void Select(int index)
    {
        (_selectedIndex, _selectedKey, _isSelectionMoved) = (index, KeyOf(Rows[_order[index]]), true);
        SetStale();
    }

    private void Order()
    {
        if (!_order.IsStale)
        {
            return;
        }

        TakeMark();
        Column<TRow> sort = SortColumn;
        _order.Arrange(Rows, IsMatch, sort.Compare, sort.IsText != _isInverted, _table.Order);
        _selectedIndex = Math.Clamp(_selectedIndex, 0, Math.Max(0, _order.Count - 1));
        for (int row = 0; row < Rows.Count && _isSelectionMoved; row++)
        {
            if (KeyOf(Rows[row]).Equals(_selectedKey) && IsMatch(Rows[row]))
            {
                _selectedIndex = _order.PositionOf(row);
                break;
            }
        }
    }

    private bool IsMatch(TRow row) => IsShown(row) && (Filter.Length == 0 || IndexInName(row, Filter) >= 0);

    private int IndexInName(TRow row, string text)
    {
        Span<char> name = stackalloc char[MaxCellChars];
        return IndexInName(row, text, name, out _);
    }

    private int IndexInName(TRow row, string text, Span<char> name, out int length)
    {
        length = NameColumn.Format(row, name, new CellContext(Look, default));
        return name[..length].IndexOf(text, StringComparison.OrdinalIgnoreCase);
    }
}
