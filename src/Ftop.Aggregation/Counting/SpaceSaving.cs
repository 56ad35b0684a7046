using System.Diagnostics;

namespace Ftop.Aggregation.Counting;

/// <summary>
/// The frequent keys of a stream with more keys than there is room for (Metwally, Agrawal, El Abbadi: "Efficient computation of frequent and
/// top-k elements in data streams", 2005): a new key takes the place of the least counted one and inherits its count as possible error. Of N
/// counted in m places, every key that occurs more than N/m times is here.
/// </summary>
internal sealed class SpaceSaving
{
    private readonly Dictionary<ulong, int> _places;
    private readonly Place[] _entries;

    // A binary heap of indexes into _entries, the least counted on top.
    private readonly int[] _heap;
    private int _used;

    /// <param name="keys">Keys watched at a time, at least 1.</param>
    public SpaceSaving(int keys)
    {
        Debug.Assert(keys > 0, "a sketch without places");
        _places = new Dictionary<ulong, int>(keys);
        _entries = new Place[keys];
        _heap = new int[keys];
    }

    /// <summary>Adds <paramref name="count"/>, which is positive.</summary>
    public void Add(ulong key, long count)
    {
        if (_places.TryGetValue(key, out int place))
        {
            _entries[place].Count += count;
            SiftDown(_entries[place].HeapIndex);
            return;
        }

        if (_used < _entries.Length)
        {
            place = _used++;
            _entries[place] = new Place { Key = key, Count = count, HeapIndex = place };
            _heap[place] = place;
            _places.Add(key, place);
            SiftUp(place);
            return;
        }

        place = _heap[0];
        ref Place least = ref _entries[place];
        _places.Remove(least.Key);
        _places.Add(key, place);
        least = new Place { Key = key, Count = least.Count + count, Error = least.Count, HeapIndex = 0 };
        SiftDown(0);
    }

    /// <summary>How often the key occurred at least; 0 if it is not watched.</summary>
    public long AtLeast(ulong key) => _places.TryGetValue(key, out int place) ? _entries[place].Count - _entries[place].Error : 0;

    /// <summary>Appends the watched keys with how often each occurred at least.</summary>
    public void Read(List<KeyCount> into)
    {
        foreach (Place place in _entries.AsSpan(0, _used))
        {
            into.Add(new KeyCount(place.Key, place.Count - place.Error));
        }
    }

    /// <summary>Forgets everything; keeps the memory.</summary>
    public void Clear()
    {
        _places.Clear();
        _used = 0;
    }

    private void SiftUp(int index)
    {
        while (index > 0 && CountAt(index) < CountAt((index - 1) / 2))
        {
            Swap(index, (index - 1) / 2);
            index = (index - 1) / 2;
        }
    }

    private void SiftDown(int index)
    {
        while (true)
        {
            int least = (2 * index) + 1;
            if (least >= _used)
            {
                return;
            }

            if (least + 1 < _used && CountAt(least + 1) < CountAt(least))
            {
                least++;
            }

            if (CountAt(index) <= CountAt(least))
            {
                return;
            }

            Swap(index, least);
            index = least;
        }
    }

    private long CountAt(int heapIndex) => _entries[_heap[heapIndex]].Count;

    private void Swap(int a, int b)
    {
        (_heap[a], _heap[b]) = (_heap[b], _heap[a]);
        _entries[_heap[a]].HeapIndex = a;
        _entries[_heap[b]].HeapIndex = b;
    }

    private struct Place
    {
        public ulong Key;
        public long Count;
        public long Error;
        public int HeapIndex;
    }
}
