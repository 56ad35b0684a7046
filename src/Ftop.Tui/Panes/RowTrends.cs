namespace Ftop.Tui.Panes;

/// <summary>
/// How often the busiest rows of a table occurred in the last windows. Rows that are not among them any more are forgotten after a while; memory is taken
/// once.
/// </summary>
internal sealed class RowTrends<TKey>
    where TKey : notnull
{
    /// <summary>Windows that are kept.</summary>
    public const int Length = 32;

    /// <summary>Rows that are followed at a time.</summary>
    public const int MostRows = 128;

    private const int Slots = 4 * MostRows;

    private readonly Dictionary<TKey, int> _slotOf = new(Slots);
    private readonly float[] _rates = new float[Slots * Length];
    private readonly long[] _seenAt = new long[Slots];
    private readonly TKey?[] _keys = new TKey?[Slots];
    private long _now;
    private int _used;

    /// <summary>A window begins.</summary>
    public void BeginWindow()
    {
        _now++;
        int column = ColumnOf(_now);
        for (int slot = 0; slot < _used; slot++)
        {
            _rates[(slot * Length) + column] = 0;
        }
    }

    /// <summary>A row of this window.</summary>
    public void Add(TKey key, double perSec)
    {
        if (!_slotOf.TryGetValue(key, out int slot))
        {
            slot = Take(key);
            _slotOf.Add(key, slot);
        }

        _rates[(slot * Length) + ColumnOf(_now)] = (float)perSec;
        _seenAt[slot] = _now;
    }

    /// <summary>Its rates, the newest last, as cells of a chart whose full height is the highest of them. Writes as many as there is room.</summary>
    public int Write(TKey key, Span<char> destination, string cells)
    {
        if (!_slotOf.TryGetValue(key, out int slot))
        {
            return 0;
        }

        int length = Math.Min(destination.Length, Length);
        ReadOnlySpan<float> rates = _rates.AsSpan(slot * Length, Length);
        float highest = 0;
        foreach (float rate in rates)
        {
            highest = Math.Max(highest, rate);
        }

        for (int ago = 0; ago < length; ago++)
        {
            float rate = ago < _now ? rates[ColumnOf(_now - ago)] : 0;
            int level = rate > 0 ? 1 + (int)(rate / highest * (cells.Length - 1.001)) : 0;
            destination[length - 1 - ago] = cells[Math.Clamp(level, 0, cells.Length - 1)];
        }

        return length;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _slotOf.Clear();
        Array.Clear(_keys);
        (_now, _used) = (0, 0);
    }

    private static int ColumnOf(long window) => (int)(window % Length);

    // A free one, or that of the row that was not seen for longest.
    private int Take(TKey key)
    {
        int slot = _used;
        if (_used < Slots)
        {
            _used++;
        }
        else
        {
            slot = 0;
            for (int other = 1; other < Slots; other++)
            {
                slot = _seenAt[other] < _seenAt[slot] ? other : slot;
            }

            _slotOf.Remove(_keys[slot]!); // every slot is taken
        }

        _keys[slot] = key;
        _rates.AsSpan(slot * Length, Length).Clear();
        return slot;
    }
}
