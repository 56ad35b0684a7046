using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ftop.Aggregation.Counting;

/// <summary>
/// Counts by key: open addressing, nothing allocated once the keys are known. Grows up to a bound; keys beyond it go to a
/// <see cref="SpaceSaving"/> sketch, which keeps the frequent ones, or nowhere if the sketch has no room at all.
/// </summary>
internal sealed class CountTable
{
    private const int FewestSlots = 64;
    private const int SparseSlots = 1 << 14;

    // Of all tables without a key: they have hundreds of CPUs times a dozen. Never written, as the first key makes a table grow.
    private static readonly Slot[] NoSlots = new Slot[2];

    private readonly int _maxKeys;
    private readonly int _sketchKeys;
    private SpaceSaving? _sketch;
    private Slot[] _slots = NoSlots;
    private int _shift = 64 - BitOperations.Log2((uint)NoSlots.Length);
    private int _keys;

    /// <param name="maxKeys">Keys counted exactly.</param>
    /// <param name="sketchKeys">Keys watched beyond those; 0 for none.</param>
    public CountTable(int maxKeys, int sketchKeys)
    {
        _maxKeys = maxKeys;
        _sketchKeys = sketchKeys;
    }

    /// <summary>Whether a key did not fit: counts that <see cref="Read"/> gives are then lower bounds for some keys, and some keys are missing.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Whether nothing was counted since the last <see cref="Clear"/>.</summary>
    public bool IsEmpty => _keys == 0;

    /// <summary>Adds <paramref name="count"/>, which is positive, to the key's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong key, long count)
    {
        // Indexes are below the length by construction: the hash keeps Log2(length) bits, the probe is masked.
        Slot[] slots = _slots;
        nuint index = (nuint)((key * 0x9E3779B97F4A7C15ul) >> _shift);
        ref Slot first = ref MemoryMarshal.GetArrayDataReference(slots);
        ref Slot slot = ref Unsafe.Add(ref first, index);
        while (slot.Key != key || slot.Count == 0)
        {
            if (slot.Count == 0)
            {
                AddNew(key, count);
                return;
            }

            index = (index + 1) & (nuint)(slots.Length - 1);
            slot = ref Unsafe.Add(ref first, index);
        }

        slot.Count += count;
    }

    /// <summary>The key's count; 0 if it has none.</summary>
    public long Count(ulong key)
    {
        int index = Home(key);
        while (_slots[index].Count != 0)
        {
            if (_slots[index].Key == key)
            {
                return _slots[index].Count;
            }

            index = (index + 1) & (_slots.Length - 1);
        }

        return _sketch?.AtLeast(key) ?? 0;
    }

    /// <summary>Copies all keys and counts, in no order, in place of what <paramref name="into"/> held.</summary>
    public void Read(List<KeyCount> into)
    {
        into.Clear();
        foreach (ref readonly Slot slot in _slots.AsSpan())
        {
            if (slot.Count != 0)
            {
                into.Add(new KeyCount(slot.Key, slot.Count));
            }
        }

        _sketch?.Read(into);
    }

    /// <summary>Adds all of another table's counts to this one.</summary>
    public void AddAll(CountTable other, List<KeyCount> scratch)
    {
        if (other._keys == 0)
        {
            return;
        }

        other.Read(scratch);
        foreach (KeyCount entry in scratch)
        {
            Add(entry.Key, entry.Count);
        }

        IsTruncated |= other.IsTruncated;
    }

    /// <summary>Forgets all counts; keeps the memory.</summary>
    public void Clear()
    {
        if (_keys == 0)
        {
            return;
        }

        Array.Clear(_slots);
        _sketch?.Clear();
        _keys = 0;
        IsTruncated = false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddNew(ulong key, long count)
    {
        if (_keys == _maxKeys)
        {
            IsTruncated = true;
            if (_sketchKeys > 0)
            {
                (_sketch ??= new SpaceSaving(_sketchKeys)).Add(key, count);
            }

            return;
        }

        // A nearly empty table has next to no collisions, each of which is a mispredicted branch; a large one must not be that wasteful.
        _keys++;
        if (_keys * (_slots.Length < SparseSlots ? 8 : 2) > _slots.Length)
        {
            Grow();
        }

        Place(key, count);
    }

    private void Grow()
    {
        Slot[] old = _slots;
        _slots = new Slot[Math.Max(FewestSlots, old.Length * 2)];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        foreach (Slot slot in old)
        {
            if (slot.Count != 0)
            {
                Place(slot.Key, slot.Count);
            }
        }
    }

    private void Place(ulong key, long count)
    {
        int index = Home(key);
        while (_slots[index].Count != 0)
        {
            index = (index + 1) & (_slots.Length - 1);
        }

        _slots[index] = new Slot { Key = key, Count = count };
    }

    private int Home(ulong key) => (int)((key * 0x9E3779B97F4A7C15ul) >> _shift);

    private struct Slot
    {
        public long Count;
        public ulong Key;
    }
}

/// <summary>One key of a table and how often it was counted.</summary>
internal readonly record struct KeyCount(ulong Key, long Count);
