using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Windows;

/// <summary>
/// Follows keys from window to window: counts of this window, of the last 10 s and 60 s, and since the start. Holds up to a bound of keys; then
/// those that occur least make room for those that occur more often.
/// </summary>
/// <param name="maxRows">Keys that are followed at most.</param>
/// <param name="timeline">The windows.</param>
/// <param name="idleRows">Keys that are kept though they have not occurred for 60 s, those that occurred most before; for keys that come and never come again.</param>
internal sealed class RateTable(int maxRows, SlidingTimeline timeline, int idleRows = int.MaxValue) : IComparer<int>
{
    // Rows are dropped by the hundred, since each time all are looked at.
    private const int DroppedTogether = 128;

    private readonly Dictionary<ulong, int> _rowOf = [];
    private readonly List<KeyCount> _waiting = [];
    private readonly uint[]?[] _bins = new uint[]?[SlidingTimeline.Bins];
    private readonly List<int> _idle = [];
    private RateRow[] _rows = [];
    private int[] _order = [];
    private long[] _rarity = [];

    /// <summary>Whether keys had to make room, or found none.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Keys that are followed.</summary>
    public int Count => _rowOf.Count;

    /// <summary>Begins a window, after the timeline has.</summary>
    public void BeginWindow()
    {
        foreach (ref RateRow row in Rows)
        {
            row.Window = 0;
        }

        foreach (int bin in timeline.Left10)
        {
            ReadOnlySpan<uint> counts = _bins[bin];
            for (int i = 0; i < Math.Min(counts.Length, Count); i++)
            {
                _rows[i].Last10 -= counts[i];
            }
        }

        foreach (int bin in timeline.Left60)
        {
            ReadOnlySpan<uint> counts = _bins[bin];
            for (int i = 0; i < Math.Min(counts.Length, Count); i++)
            {
                _rows[i].Last60 -= counts[i];
            }
        }

        if (timeline.IsNewBin)
        {
            _bins[timeline.Current]?.AsSpan().Clear();
        }
    }

    /// <summary>Adds to a key in this window; 0 only makes it known.</summary>
    public void Add(ulong key, long count)
    {
        ref int place = ref CollectionsMarshal.GetValueRefOrNullRef(_rowOf, key);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref place))
        {
            AddTo(place, count);
        }
        else if (Count < maxRows)
        {
            AddTo(Append(key), count);
        }
        else if (count > 0)
        {
            _waiting.Add(new KeyCount(key, count));
        }
    }

    /// <summary>Ends the window: lets keys in that found no room, in place of rarer ones.</summary>
    public void EndWindow()
    {
        DropIdle();
        if (_waiting.Count == 0)
        {
            return;
        }

        IsTruncated = true;
        _waiting.Sort(static (a, b) => b.Count.CompareTo(a.Count));
        ReserveOrder();
        if (_rarity.Length < Count)
        {
            _rarity = new long[_rows.Length];
        }

        Span<int> rarest = _order.AsSpan(0, Count);
        Span<long> counts = _rarity.AsSpan(0, Count);
        for (int i = 0; i < rarest.Length; i++)
        {
            (rarest[i], counts[i]) = (i, _rows[i].Last60 - (_rows[i].Window == 0 ? 1 : 0)); // of equals, what occurs now
        }

        counts.Sort(rarest);
        for (int i = 0; i < Math.Min(_waiting.Count, rarest.Length) && counts[i] < _waiting[i].Count; i++)
        {
            Replace(rarest[i], _waiting[i].Key);
            AddTo(rarest[i], _waiting[i].Count);
        }

        _waiting.Clear();
    }

    /// <summary>Copies the keys, those that occurred most in this window first; of equals those that occurred most since the start.</summary>
    /// <param name="rows">So many at most.</param>
    /// <param name="into">Takes them.</param>
    /// <param name="idle">So many at most that did not occur in this window.</param>
    /// <returns>Whether all that occurred fit.</returns>
    public bool ReadTop(int rows, List<ulong> into, int idle = int.MaxValue)
    {
        ReserveOrder();
        int active = 0;
        Span<int> order = _order.AsSpan(0, Count);
        for (int place = 0; place < order.Length; place++)
        {
            order[place] = place;
            active += _rows[place].Window != 0 ? 1 : 0;
        }

        order.Sort(this);
        into.Clear();
        foreach (int place in order[..(int)Math.Min(Math.Min(rows, order.Length), (long)active + idle)])
        {
            into.Add(_rows[place].Key);
        }

        return idle == int.MaxValue ? order.Length <= rows : active <= rows;
    }

    /// <summary>Copies all rows, in no order, into an array that grows where it has to.</summary>
    /// <returns>How many they are.</returns>
    public int CopyTo(ref RateRow[] rows)
    {
        if (rows.Length < Count)
        {
            rows = new RateRow[_rows.Length];
        }

        Rows.CopyTo(rows);
        return Count;
    }

    /// <summary>What the counts are over, of a window of this length.</summary>
    public RateSpans SpansOf(double windowSec) => new(windowSec, timeline.Covered10Sec, timeline.Covered60Sec);

    /// <summary>The order of rows: those that occurred most in the window first; of equals those that occurred most since the start.</summary>
    public static int Compare(in RateRow a, in RateRow b) => a.Window != b.Window ? b.Window.CompareTo(a.Window)
        : a.SinceStart != b.SinceStart ? b.SinceStart.CompareTo(a.SinceStart)
        : a.Key.CompareTo(b.Key);

    int IComparer<int>.Compare(int left, int right) => Compare(_rows[left], _rows[right]);

    /// <summary>A key's counts and rates; all 0 for one that is not followed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="windowSec">Length of this window.</param>
    public Rates RatesOf(ulong key, double windowSec)
    {
        return _rowOf.TryGetValue(key, out int place) ? _rows[place].Over(SpansOf(windowSec)) : default;
    }

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        _rowOf.Clear();
        _waiting.Clear();
        Array.Clear(_rows);
        foreach (uint[]? bin in _bins)
        {
            bin?.AsSpan().Clear();
        }

        IsTruncated = false;
    }

    private Span<RateRow> Rows => _rows.AsSpan(0, Count);

    private void ReserveOrder()
    {
        if (_order.Length < Count)
        {
            _order = new int[_rows.Length];
        }
    }

    private void DropIdle()
    {
        if (Count <= idleRows)
        {
            return;
        }

        _idle.Clear();
        for (int place = 0; place < Count; place++)
        {
            if (_rows[place].Last60 == 0)
            {
                _idle.Add(place);
            }
        }

        int dropped = _idle.Count - idleRows;
        if (dropped < DroppedTogether)
        {
            return;
        }

        // Those that occurred least; from the last place on, so that the row that moves into a gap is one that stays.
        _idle.Sort(this);
        _idle.RemoveRange(0, _idle.Count - dropped);
        _idle.Sort();
        for (int i = _idle.Count - 1; i >= 0; i--)
        {
            Remove(_idle[i]);
        }
    }

    private void Remove(int place)
    {
        int last = Count - 1;
        _rowOf.Remove(_rows[place].Key);
        if (place != last)
        {
            _rows[place] = _rows[last];
            _rowOf[_rows[place].Key] = place;
        }

        foreach (uint[]? bin in _bins)
        {
            if (bin is not null && place < bin.Length)
            {
                bin[place] = last < bin.Length ? bin[last] : 0;
            }

            if (bin is not null && last < bin.Length)
            {
                bin[last] = 0;
            }
        }
    }

    private int Append(ulong key)
    {
        int place = Count;
        if (place == _rows.Length)
        {
            Array.Resize(ref _rows, Math.Min(maxRows, Math.Max(64, place * 2)));
        }

        _rows[place] = new RateRow { Key = key };
        _rowOf.Add(key, place);
        return place;
    }

    private void Replace(int place, ulong key)
    {
        _rowOf.Remove(_rows[place].Key);
        _rowOf.Add(key, place);
        _rows[place] = new RateRow { Key = key };
        foreach (uint[]? bin in _bins)
        {
            if (bin is not null && place < bin.Length)
            {
                bin[place] = 0;
            }
        }
    }

    private void AddTo(int place, long count)
    {
        if (count == 0)
        {
            return;
        }

        ref uint[]? bin = ref _bins[timeline.Current];
        if (bin is null || bin.Length <= place)
        {
            Array.Resize(ref bin, _rows.Length);
        }

        // A bin holds 4 billion; what is beyond, in a window of a minute, is in this window's count and since the start.
        uint binned = (uint)Math.Min(count, uint.MaxValue - bin[place]);
        bin[place] += binned;
        ref RateRow row = ref _rows[place];
        row.Window += count;
        row.SinceStart += count;
        row.Last10 += binned;
        row.Last60 += binned;
    }
}
