namespace Ftop.Aggregation.Windows;

/// <summary>
/// The memory behind a <see cref="TableSnapshot{TRow}"/>: a copy of what a <see cref="RateTable"/> counted, and the rows that somebody read. Used again
/// for a later window once this one is released, rows and all, so that a window costs no memory of its own.
/// </summary>
internal abstract class TableRows<TRow> : IComparer<int>
    where TRow : class
{
    private readonly Lock _making = new();
    private RateRow[] _rates = [];
    private int[] _order = [];
    private TRow?[] _rows = [];
    private int[] _madeIn = [];
    private int _known;
    private int _orderedIn;

    /// <summary>Which window the memory holds; changes when that is released.</summary>
    public int Generation { get; private set; } = 1;

    /// <summary>Rows of the window.</summary>
    public int Count { get; private set; }

    /// <summary>What the counts are over.</summary>
    protected RateSpans Spans { get; private set; }

    /// <summary>The row of a rank.</summary>
    public TRow At(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        if (Volatile.Read(ref _orderedIn) != Generation)
        {
            Order();
        }

        int place = _order[index];
        if (Volatile.Read(ref _madeIn[place]) != Generation)
        {
            Make(place);
        }

        return _rows[place]!; // made above
    }

    /// <summary>The window is released: its rows must not be read any more.</summary>
    public void End()
    {
        Generation++;
        Count = _known = 0;
        Forget();
    }

    int IComparer<int>.Compare(int left, int right) => RateTable.Compare(_rates[left], _rates[right]);

    /// <summary>Takes a copy of a table's rows.</summary>
    /// <param name="table">Where from.</param>
    /// <param name="rows">So many at most.</param>
    /// <param name="idle">So many at most that did not occur in the window.</param>
    /// <param name="windowSec">Length of the window.</param>
    /// <returns>Whether all that occurred fit, and, where idle ones are not bounded, all.</returns>
    protected bool Take(RateTable table, int rows, int idle, double windowSec)
    {
        _known = table.CopyTo(ref _rates);
        Spans = table.SpansOf(windowSec);
        if (_order.Length < _known)
        {
            _order = new int[_rates.Length];
            Array.Resize(ref _rows, _rates.Length);
            Array.Resize(ref _madeIn, _rates.Length);
        }

        int active = 0;
        foreach (ref readonly RateRow row in _rates.AsSpan(0, _known))
        {
            active += row.Window != 0 ? 1 : 0;
        }

        Count = (int)Math.Min(Math.Min(rows, _known), (long)active + idle);
        return idle == int.MaxValue ? _known <= rows : active <= rows;
    }

    /// <summary>A row, made of <paramref name="old"/> where there is one from a window before.</summary>
    protected abstract TRow Make(in RateRow rates, TRow? old);

    /// <summary>Lets go of what belonged to the window.</summary>
    protected abstract void Forget();

    private void Order()
    {
        lock (_making)
        {
            if (_orderedIn == Generation)
            {
                return;
            }

            Span<int> order = _order.AsSpan(0, _known);
            for (int place = 0; place < order.Length; place++)
            {
                order[place] = place;
            }

            order.Sort(this);
            Volatile.Write(ref _orderedIn, Generation);
        }
    }

    private void Make(int place)
    {
        lock (_making)
        {
            if (_madeIn[place] != Generation)
            {
                _rows[place] = Make(_rates[place], _rows[place]);
                Volatile.Write(ref _madeIn[place], Generation);
            }
        }
    }
}
