using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ftop.Aggregation.Counting;

/// <summary>
/// Durations by key: sums, and a histogram on the scale of <see cref="LatencyBucket"/>. A key uses a few dozen of a histogram's 4,600
/// buckets, so the buckets of all keys share one <see cref="CountTable"/>: 16 bytes for each that was hit instead of 37 KB for each key.
/// </summary>
internal sealed class LatencyTable
{
    private const int FewestSlots = 64;
    private const int SlotsPerEntry = 4;

    // Of all tables without a key, as CountTable's.
    private static readonly int[] NoSlots = new int[2];

    private readonly int _maxKeys;
    private readonly CountTable _buckets;

    // Open addressing from key to index in _entries, plus 1; 0 is a free slot.
    private int[] _slots = NoSlots;
    private LatencyCounts[] _entries = [];

    // Of each entry the place of its longest, where places are told.
    private SpanPlace[] _places = [];
    private int _shift = 64 - BitOperations.Log2((uint)NoSlots.Length);
    private int _used;
    private bool _leftOut;

    /// <param name="maxKeys">Keys with durations; further ones are left out.</param>
    /// <param name="maxBuckets">Buckets of all keys together; durations beyond are in the sums alone.</param>
    public LatencyTable(int maxKeys, int maxBuckets)
    {
        _maxKeys = maxKeys;
        _buckets = new CountTable(maxBuckets, sketchKeys: 0);
    }

    /// <summary>Whether keys or buckets did not fit.</summary>
    public bool IsTruncated => _leftOut || _buckets.IsTruncated;

    /// <summary>The keys that have durations; valid until the next change.</summary>
    public ReadOnlySpan<LatencyCounts> Entries => _entries.AsSpan(0, _used);

    /// <summary>The key's place in <see cref="Entries"/>; −1 if it has none.</summary>
    public int IndexOf(ulong key)
    {
        int index = (int)((key * 0x9E3779B97F4A7C15ul) >> _shift);
        while (_slots[index] != 0 && _entries[_slots[index] - 1].Key != key)
        {
            index = (index + 1) & (_slots.Length - 1);
        }

        return _slots[index] - 1;
    }

    /// <summary>Adds one call that took <paramref name="ns"/>.</summary>
    public void Add(ulong key, long ns)
    {
        int index = Find(key);
        if (index < 0)
        {
            return;
        }

        ref LatencyCounts entry = ref _entries[index];
        entry.Samples++;
        entry.TotalNs += ns;
        entry.MaxNs = Math.Max(entry.MaxNs, ns);
        _buckets.Add(((ulong)index << LatencyBucket.Bits) | (uint)LatencyBucket.Of(ns), 1);
    }

    /// <summary>Adds one span that took <paramref name="ns"/>, of which it is remembered where it was if it is the longest.</summary>
    public void Add(ulong key, long ns, in SpanPlace place)
    {
        int index = Find(key);
        if (index < 0)
        {
            return;
        }

        ref LatencyCounts entry = ref _entries[index];
        if (entry.Samples == 0 || ns > entry.MaxNs)
        {
            NotePlace(index, place);
        }

        entry.Samples++;
        entry.TotalNs += ns;
        entry.MaxNs = Math.Max(entry.MaxNs, ns);
        _buckets.Add(((ulong)index << LatencyBucket.Bits) | (uint)LatencyBucket.Of(ns), 1);
    }

    /// <summary>Where the longest of an entry was; null where nobody told.</summary>
    public SpanPlace? PlaceOf(int entry) => entry < _places.Length ? _places[entry] : null;

    /// <summary>Adds the calls of a cell.</summary>
    /// <param name="key">The call.</param>
    /// <param name="cell">What was counted of it.</param>
    /// <param name="cpuIndex">The CPU that it was counted on.</param>
    public void Add(ulong key, in CallCell cell, ushort cpuIndex)
    {
        int index = Find(key);
        if (index < 0)
        {
            return;
        }

        ref LatencyCounts entry = ref _entries[index];
        if (entry.Samples == 0 || cell.MaxNs > entry.MaxNs)
        {
            NotePlace(index, new SpanPlace(cell.WorstBegin, cell.WorstPid, cell.WorstPid, cpuIndex, cpuIndex));
        }

        entry.Samples += cell.Samples;
        entry.TotalNs += cell.TotalNs;
        entry.MaxNs = Math.Max(entry.MaxNs, cell.MaxNs);
        for (int bucket = 0; bucket < cell.Buckets?.Length; bucket++)
        {
            if (cell.Buckets[bucket] != 0)
            {
                _buckets.Add(((ulong)index << LatencyBucket.Bits) | (uint)bucket, cell.Buckets[bucket]);
            }
        }
    }

    /// <summary>Adds to a key's time without callees.</summary>
    public void AddSelf(ulong key, long selfNs)
    {
        int index = Find(key);
        if (index >= 0)
        {
            _entries[index].SelfNs += selfNs;
        }
    }

    /// <summary>Adds everything of another table.</summary>
    public void AddAll(LatencyTable other, List<KeyCount> scratch)
    {
        if (other._used == 0)
        {
            return;
        }

        foreach (ref readonly LatencyCounts added in other.Entries)
        {
            int index = Find(added.Key);
            if (index >= 0)
            {
                ref LatencyCounts entry = ref _entries[index];
                if (added.Samples > 0 && other._places.Length > 0 && (entry.Samples == 0 || added.MaxNs > entry.MaxNs))
                {
                    NotePlace(index, other._places[other.IndexOf(added.Key)]);
                }

                entry.Samples += added.Samples;
                entry.TotalNs += added.TotalNs;
                entry.SelfNs += added.SelfNs;
                entry.MaxNs = Math.Max(entry.MaxNs, added.MaxNs);
            }
        }

        other.ReadBuckets(scratch);
        foreach (KeyCount bucket in scratch)
        {
            int index = Find(other._entries[(int)(bucket.Key >> LatencyBucket.Bits)].Key);
            if (index >= 0)
            {
                _buckets.Add(((ulong)index << LatencyBucket.Bits) | (bucket.Key & ((1 << LatencyBucket.Bits) - 1)), bucket.Count);
            }
        }

        _leftOut |= other.IsTruncated;
    }

    /// <summary>Copies the buckets in no order: the key is the index of an entry, shifted left by <see cref="LatencyBucket.Bits"/>, plus its bucket.</summary>
    public void ReadBuckets(List<KeyCount> into) => _buckets.Read(into);

    /// <summary>How many durations of an entry a bucket holds.</summary>
    public long CountOf(int entry, int bucket) => _buckets.Count(((ulong)entry << LatencyBucket.Bits) | (uint)bucket);

    /// <summary>Forgets all durations; keeps the memory.</summary>
    public void Clear()
    {
        if (_used == 0)
        {
            return;
        }

        Array.Clear(_slots);
        _entries.AsSpan(0, _used).Clear();
        _buckets.Clear();
        _used = 0;
        _leftOut = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ulong key)
    {
        int[] slots = _slots;
        LatencyCounts[] entries = _entries;
        int index = (int)((key * 0x9E3779B97F4A7C15ul) >> _shift);
        while (true)
        {
            int entry = slots[index] - 1;
            if (entry < 0)
            {
                return AddNew(key);
            }

            if (entries[entry].Key == key)
            {
                return entry;
            }

            index = (index + 1) & (slots.Length - 1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AddNew(ulong key)
    {
        if (_used == _maxKeys)
        {
            _leftOut = true;
            return -1;
        }

        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(FewestSlots / SlotsPerEntry, _entries.Length * 2));
            _slots = new int[_entries.Length * SlotsPerEntry];
            _shift = 64 - BitOperations.Log2((uint)_slots.Length);
            for (int i = 0; i < _used; i++)
            {
                Place(i);
            }
        }

        _entries[_used].Key = key;
        Place(_used);
        return _used++;
    }

    private void NotePlace(int entry, in SpanPlace place)
    {
        if (_places.Length != _entries.Length)
        {
            Array.Resize(ref _places, _entries.Length);
        }

        _places[entry] = place;
    }

    private void Place(int entry)
    {
        int index = (int)((_entries[entry].Key * 0x9E3779B97F4A7C15ul) >> _shift);
        while (_slots[index] != 0)
        {
            index = (index + 1) & (_slots.Length - 1);
        }

        _slots[index] = entry + 1;
    }
}
