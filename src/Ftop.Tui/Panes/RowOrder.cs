using System.Numerics;

namespace Ftop.Tui.Panes;

/// <summary>
/// The rows that are shown, in the order in which they are shown, as indexes into the window's rows. Sorted only as far as somebody looks: of
/// twenty thousand functions a screen shows thirty. Nothing is allocated while the table does not grow.
/// </summary>
internal sealed class RowOrder<TRow> : IComparer<int>
{
    private const int LeastSorted = 64;

    private int[] _indexes = [];
    private IReadOnlyList<TRow> _rows = [];
    private Comparison<TRow>? _compare;
    private Comparison<TRow>? _compareNames;
    private bool _isAscending;
    private int _sorted;

    public bool IsStale { get; set; } = true;

    public int Count { get; private set; }

    public int this[int position]
    {
        get
        {
            if (position >= _sorted)
            {
                SortTo(position);
            }

            return _indexes[position];
        }
    }

    /// <summary>
    /// Rows that are equal in <paramref name="compare"/> stay in the order of their names, so that they do not jump from window to window.
    /// </summary>
    public void Arrange(
        IReadOnlyList<TRow> rows, Func<TRow, bool> isShown, Comparison<TRow>? compare, bool isAscending, Comparison<TRow> compareNames)
    {
        (_rows, _compare, _isAscending, _compareNames) = (rows, compare, isAscending, compareNames);
        if (_indexes.Length < rows.Count)
        {
            _indexes = new int[rows.Count * 2];
        }

        Count = 0;
        _sorted = 0;
        for (int index = 0; index < rows.Count; index++)
        {
            if (isShown(rows[index]))
            {
                _indexes[Count++] = index;
            }
        }

        IsStale = false;
    }

    /// <summary>The position of a row that is shown.</summary>
    public int PositionOf(int rowIndex)
    {
        int position = 0;
        for (int other = 0; other < Count; other++)
        {
            position += Compare(_indexes[other], rowIndex) < 0 ? 1 : 0;
        }

        return position;
    }

    /// <inheritdoc/>
    public int Compare(int x, int y)
    {
        int order = _compare?.Invoke(_rows[x], _rows[y]) ?? 0;
        order = _isAscending ? order : -order;
        order = order != 0 ? order : _compareNames!(_rows[x], _rows[y]);
        return order != 0 ? order : x.CompareTo(y);
    }

    private void SortTo(int position)
    {
        int end = Math.Min(Count, Math.Max(position + 1, Math.Max(LeastSorted, 2 * _sorted)));
        Select(_sorted, end);
        Array.Sort(_indexes, _sorted, end - _sorted, this);
        _sorted = end;
    }

    // Quickselect: what belongs between start and end comes there, in any order. Rounds that do not help end in sorting it all.
    private void Select(int start, int end)
    {
        int stop = Count;
        for (int rounds = 2 * BitOperations.Log2((uint)Count + 1); end < stop; rounds--)
        {
            if (rounds == 0 || stop - start <= LeastSorted)
            {
                Array.Sort(_indexes, start, stop - start, this);
                return;
            }

            int middle = Partition(start, stop);
            if (end <= middle)
            {
                stop = middle;
            }
            else
            {
                start = middle + 1;
            }
        }
    }

    private int Partition(int start, int stop)
    {
        int last = stop - 1;
        Swap(start + ((stop - start) / 2), last);
        int pivot = _indexes[last];
        int middle = start;
        for (int position = start; position < last; position++)
        {
            if (Compare(_indexes[position], pivot) < 0)
            {
                Swap(position, middle++);
            }
        }

        Swap(middle, last);
        return middle;
    }

    private void Swap(int left, int right) => (_indexes[left], _indexes[right]) = (_indexes[right], _indexes[left]);
}
