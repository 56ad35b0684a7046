namespace Ftop.Decoding;

/// <summary>
/// Which of many has the earliest time, by a tree of winners (Knuth, TAOCP 3, 5.4.1): to know the first costs nothing, to change one costs a comparison a
/// level, also of thousands of CPUs. Of equal times the lowest number is first.
/// </summary>
public sealed class Earliest
{
    private const int Nobody = -1;

    // Inner node i has the children 2i and 2i + 1; the leaf of number n is node n + Length. At 1 stands the winner of all.
    private readonly int[] _winners;
    private readonly ulong[] _timestamps;
    private readonly bool[] _isThere;

    /// <param name="length">How many there are; none has a time yet.</param>
    public Earliest(int length)
    {
        _timestamps = new ulong[length];
        _isThere = new bool[length];
        _winners = new int[Math.Max(2, 2 * length)];
        Array.Fill(_winners, Nobody);
        for (int i = 0; i < length; i++)
        {
            _winners[length + i] = i;
        }
    }

    /// <summary>The number whose time is first; -1 where none has one.</summary>
    public int First => _winners[1] is >= 0 and int first && _isThere[first] ? first : Nobody;

    /// <summary>Gives a number its time, null for none any more.</summary>
    public void Set(int number, ulong? timestamp)
    {
        (_isThere[number], _timestamps[number]) = (timestamp.HasValue, timestamp.GetValueOrDefault());
        for (int node = (number + _timestamps.Length) / 2; node > 0; node /= 2)
        {
            int left = _winners[2 * node];
            int right = _winners[(2 * node) + 1];
            _winners[node] = IsBefore(right, left) ? right : left;
        }
    }

    private bool IsBefore(int a, int b)
    {
        if (a < 0 || b < 0 || _isThere[a] != _isThere[b])
        {
            return a >= 0 && (b < 0 || _isThere[a]);
        }

        return _timestamps[a] < _timestamps[b] || (_timestamps[a] == _timestamps[b] && a < b);
    }
}
