using System.Collections.Immutable;

namespace Ftop.Tui.Panes;

/// <summary>
/// The rows that are shown, in the order in which they are shown, as indexes into the window's rows. Nothing is allocated while the table does
/// not grow.
/// </summary>
internal sealed class RowOrder<TRow> : IComparer<int>
{
    private int[] _indexes = [];
    private ImmutableArray<TRow> _rows = [];
    private Comparison<TRow>? _compare;
    private Comparison<TRow>? _compareNames;
    private bool _isAscending;

    public bool IsStale { get; set; } = true;

    public int Count { get; private set; }

    public int this[int position] => _indexes[position];

    /// <summary>
    /// Rows that are equal in <paramref name="compare"/> stay in the order of their names, so that they do not jump from window to window.
    /// </summary>
    public void Arrange(
        ImmutableArray<TRow> rows, Func<TRow, bool> isShown, Comparison<TRow>? compare, bool isAscending, Comparison<TRow> compareNames)
    {
        (_rows, _compare, _isAscending, _compareNames) = (rows, compare, isAscending, compareNames);
        if (_indexes.Length < rows.Length)
        {
            _indexes = new int[rows.Length * 2];
        }

        Count = 0;
        for (int index = 0; index < rows.Length; index++)
        {
            if (isShown(rows[index]))
            {
                _indexes[Count++] = index;
            }
        }

        Array.Sort(_indexes, 0, Count, this);
        IsStale = false;
    }

    int IComparer<int>.Compare(int left, int right)
    {
        int order = _compare?.Invoke(_rows[left], _rows[right]) ?? 0;
        order = _isAscending ? order : -order;
        order = order != 0 ? order : _compareNames!(_rows[left], _rows[right]);
        return order != 0 ? order : left.CompareTo(right);
    }
}
