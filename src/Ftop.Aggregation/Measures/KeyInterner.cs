namespace Ftop.Aggregation.Measures;

/// <summary>
/// Keys that are text, or more than one field, as numbers from 1. Bounded: further keys are all the same one, <see cref="Others"/>. Asked by the threads of all CPUs;
/// a key that is known is found without a lock.
/// </summary>
/// <param name="keysAtMost">Keys told apart.</param>
internal sealed class KeyInterner(int keysAtMost)
{
    /// <summary>Stands for all keys beyond the bound.</summary>
    public const ulong Others = ulong.MaxValue;

    private const int FewestSlots = 64;

    private readonly Lock _gate = new();
    private volatile Table _table = new(FewestSlots);

    /// <summary>Whether a key was asked for that found no room.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The number of a key.</summary>
    public ulong Intern(ReadOnlySpan<byte> key)
    {
        var hasher = default(HashCode);
        hasher.AddBytes(key);
        int hash = hasher.ToHashCode();
        int found = _table.Find(key, hash);
        return found >= 0 ? (ulong)found + 1 : Add(key, hash);
    }

    /// <summary>The key of a number; empty of <see cref="Others"/>.</summary>
    public ReadOnlySpan<byte> this[ulong number] => number == Others || number == 0 ? default : _table.Keys[number - 1];

    private ulong Add(ReadOnlySpan<byte> key, int hash)
    {
        lock (_gate)
        {
            int found = _table.Find(key, hash);
            if (found >= 0)
            {
                return (ulong)found + 1;
            }

            if (_table.Count == keysAtMost)
            {
                IsFull = true;
                return Others;
            }

            if (_table.IsFull)
            {
                _table = new Table(_table);
            }

            return (ulong)_table.Add(key.ToArray(), hash) + 1;
        }
    }

    // Who reads sees a key whole, since its slot is written last; a larger table takes the place of the old one at once.
    private sealed class Table
    {
        private readonly int[] _slots;
        private readonly int[] _hashes;

        public Table(int slots)
        {
            _slots = new int[slots];
            _hashes = new int[slots / 2];
            Keys = new byte[slots / 2][];
        }

        public Table(Table smaller)
            : this(2 * smaller._slots.Length)
        {
            for (int i = 0; i < smaller.Count; i++)
            {
                Add(smaller.Keys[i], smaller._hashes[i]);
            }
        }

        public byte[][] Keys { get; }

        public int Count { get; private set; }

        public bool IsFull => Count == Keys.Length;

        public int Find(ReadOnlySpan<byte> key, int hash)
        {
            for (int slot = hash & (_slots.Length - 1); ; slot = (slot + 1) & (_slots.Length - 1))
            {
                int index = Volatile.Read(ref _slots[slot]) - 1;
                if (index < 0 || (_hashes[index] == hash && key.SequenceEqual(Keys[index])))
                {
                    return index;
                }
            }
        }

        public int Add(byte[] key, int hash)
        {
            int slot = hash & (_slots.Length - 1);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            (Keys[Count], _hashes[Count]) = (key, hash);
            Volatile.Write(ref _slots[slot], ++Count);
            return Count - 1;
        }
    }
}
