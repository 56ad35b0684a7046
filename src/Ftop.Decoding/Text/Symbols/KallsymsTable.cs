using System.Buffers.Text;

namespace Ftop.Decoding.Text.Symbols;

/// <summary>
/// <c>/proc/kallsyms</c> with the kernel's own rules of look-up (<c>kernel/kallsyms.c get_symbol_pos</c>, <c>kernel/module/kallsyms.c
/// find_kallsyms_symbol</c>): of several names of an address the first counts, a symbol reaches to the next address, and what lies outside the kernel's
/// image and behind the last page of a module's symbols is not found. For one thread at a time.
/// <code>ffffffffc02a1000 t ext4_readpage	[ext4]</code>
/// </summary>
public sealed class KallsymsTable : IKernelSymbols
{
    private const ulong PageBytes = 4096;
    private const int CacheEntries = 1 << 12;

    private readonly byte[] _text;
    private readonly Lazy<Table> _table;
    private readonly (ulong Address, int Index)[] _cache = new (ulong, int)[CacheEntries];

    /// <param name="text">The file; kept, and read when the first address is looked up.</param>
    public KallsymsTable(byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        _table = new Lazy<Table>(Read);
    }

    /// <inheritdoc/>
    public bool TryFind(ulong address, out KernelSymbol symbol)
    {
        Table table = _table.Value;
        int index = Find(table.Addresses, address);
        if (index < 0 || address >= table.Ends[index])
        {
            symbol = default;
            return false;
        }

        Name name = table.Names[index];
        symbol = new KernelSymbol(
            _text.AsMemory(name.Start, name.Length), address - table.Addresses[index], table.Ends[index] - table.Addresses[index],
            _text.AsMemory(name.ModuleStart, name.ModuleLength));
        return true;
    }

    /// <inheritdoc/>
    public bool TryFindAddress(ReadOnlySpan<byte> name, out ulong address)
    {
        // Rare, and among all names of an address: a walk over the text.
        int start = 0;
        while (start < _text.Length)
        {
            int newline = _text.AsSpan(start).IndexOf((byte)'\n');
            int end = newline < 0 ? _text.Length : start + newline;
            if (TryParse(start, end, out address, out Name parsed) && _text.AsSpan(parsed.Start, parsed.Length).SequenceEqual(name))
            {
                return true;
            }

            start = end + 1;
        }

        address = 0;
        return false;
    }

    // Traces name few addresses again and again.
    private int Find(ulong[] addresses, ulong address)
    {
        ref (ulong Address, int Index) cached = ref _cache[(int)((address ^ (address >> 12)) % CacheEntries)];
        (ulong Address, int Index) entry = cached;
        if (entry.Address == address && address != 0)
        {
            return entry.Index;
        }

        int index = Array.BinarySearch(addresses, address);
        index = index >= 0 ? index : ~index - 1;
        cached = (address, index);
        return index;
    }

    private Table Read()
    {
        var addresses = new List<ulong>(1 << 17);
        var names = new List<Name>(1 << 17);
        bool ascending = true;
        ulong imageEnd = 0;
        int start = 0;
        while (start < _text.Length)
        {
            int newline = _text.AsSpan(start).IndexOf((byte)'\n');
            int end = newline < 0 ? _text.Length : start + newline;
            if (TryParse(start, end, out ulong address, out Name name))
            {
                ascending &= addresses.Count == 0 || addresses[^1] <= address;
                addresses.Add(address);
                names.Add(name);
                if (name.Length == 4 && _text.AsSpan(name.Start, name.Length).SequenceEqual("_end"u8))
                {
                    imageEnd = address;
                }
            }

            start = end + 1;
        }

        ulong[] addressArray = [.. addresses];
        Name[] nameArray = [.. names];
        if (!ascending)
        {
            Sort(addressArray, nameArray);
        }

        int count = KeepFirstOfEachAddress(addressArray, nameArray);
        Array.Resize(ref addressArray, count);
        Array.Resize(ref nameArray, count);
        return new Table(addressArray, Ends(addressArray, nameArray, imageEnd), nameArray);
    }

    // By address and, as the file's order says which name of an address counts, by place.
    private static void Sort(ulong[] addresses, Name[] names)
    {
        (ulong Address, int Start)[] keys = new (ulong, int)[addresses.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (addresses[i], names[i].Start);
        }

        Array.Sort(keys, names);
        for (int i = 0; i < keys.Length; i++)
        {
            addresses[i] = keys[i].Address;
        }
    }

    private static int KeepFirstOfEachAddress(ulong[] addresses, Name[] names)
    {
        int count = 0;
        for (int i = 0; i < addresses.Length; i++)
        {
            if (count == 0 || addresses[count - 1] != addresses[i])
            {
                addresses[count] = addresses[i];
                names[count++] = names[i];
            }
        }

        return count;
    }

    private ulong[] Ends(ulong[] addresses, Name[] names, ulong imageEnd)
    {
        ulong[] ends = new ulong[addresses.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            bool last = i + 1 == ends.Length;
            bool sameOwner = !last && (names[i].ModuleLength == 0
                ? addresses[i] < imageEnd || names[i + 1].ModuleLength == 0
                : Module(names[i]).SequenceEqual(Module(names[i + 1])));
            ends[i] = sameOwner ? addresses[i + 1]
                : names[i].ModuleLength == 0 ? addresses[i] + 1
                : (addresses[i] + PageBytes) & ~(PageBytes - 1);
        }

        return ends;
    }

    private ReadOnlySpan<byte> Module(Name name) => _text.AsSpan(name.ModuleStart, name.ModuleLength);

    private bool TryParse(int start, int end, out ulong address, out Name name)
    {
        name = default;
        ReadOnlySpan<byte> line = _text.AsSpan(start, end - start);
        if (!Utf8Parser.TryParse(line, out address, out int digits, 'x') || digits + 3 >= line.Length || address == 0)
        {
            return false;
        }

        // Absolute values (per-CPU offsets) are no places; $x and the like are ARM's mapping symbols.
        int nameStart = start + digits + 3;
        if (_text[nameStart] == '$' || (line[digits + 1] is (byte)'A' or (byte)'a' && address < long.MaxValue))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = _text.AsSpan(nameStart, end - nameStart);
        int tab = rest.IndexOf((byte)'\t');
        name = tab < 0 || rest.Length < tab + 3
            ? new Name(nameStart, rest.Length, 0, 0)
            : new Name(nameStart, tab, nameStart + tab + 2, rest.Length - tab - 3);
        return true;
    }

    private readonly record struct Name(int Start, int Length, int ModuleStart, int ModuleLength);

    private sealed record Table(ulong[] Addresses, ulong[] Ends, Name[] Names);
}
