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
    private readonly ulong[] _addresses;
    private readonly ulong[] _ends;
    private readonly Name[] _names;
    private readonly (ulong Address, int Index)[] _cache = new (ulong, int)[CacheEntries];

    /// <param name="text">The file; kept.</param>
    public KallsymsTable(byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
        List<(ulong Address, int Order, Name Name)> symbols = [];
        ulong imageEnd = 0;
        int start = 0;
        while (start < text.Length)
        {
            int newline = text.AsSpan(start).IndexOf((byte)'\n');
            int end = newline < 0 ? text.Length : start + newline;
            if (TryParse(start, end, out ulong address, out Name name))
            {
                symbols.Add((address, symbols.Count, name));
                if (text.AsSpan(name.Start, name.Length).SequenceEqual("_end"u8))
                {
                    imageEnd = address;
                }
            }

            start = end + 1;
        }

        symbols.Sort(static (left, right) => left.Address != right.Address ? left.Address.CompareTo(right.Address) : left.Order.CompareTo(right.Order));
        symbols = [.. symbols.Where((symbol, index) => index == 0 || symbols[index - 1].Address != symbol.Address)];
        _addresses = [.. symbols.Select(symbol => symbol.Address)];
        _names = [.. symbols.Select(symbol => symbol.Name)];
        _ends = new ulong[_addresses.Length];
        for (int i = 0; i < _addresses.Length; i++)
        {
            bool last = i + 1 == _addresses.Length;
            bool sameOwner = !last && (_names[i].ModuleLength == 0
                ? _addresses[i] < imageEnd || _names[i + 1].ModuleLength == 0
                : Module(i).SequenceEqual(Module(i + 1)));
            _ends[i] = sameOwner ? _addresses[i + 1]
                : _names[i].ModuleLength == 0 ? _addresses[i] + 1
                : (_addresses[i] + PageBytes) & ~(PageBytes - 1);
        }
    }

    /// <inheritdoc/>
    public bool TryFind(ulong address, out KernelSymbol symbol)
    {
        int index = Find(address);
        if (index < 0 || address >= _ends[index])
        {
            symbol = default;
            return false;
        }

        Name name = _names[index];
        symbol = new KernelSymbol(
            _text.AsMemory(name.Start, name.Length), address - _addresses[index], _ends[index] - _addresses[index],
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
    private int Find(ulong address)
    {
        ref (ulong Address, int Index) cached = ref _cache[(int)((address ^ (address >> 12)) % CacheEntries)];
        (ulong Address, int Index) entry = cached;
        if (entry.Address == address && address != 0)
        {
            return entry.Index;
        }

        int index = Array.BinarySearch(_addresses, address);
        index = index >= 0 ? index : ~index - 1;
        cached = (address, index);
        return index;
    }

    private ReadOnlySpan<byte> Module(int index) => _text.AsSpan(_names[index].ModuleStart, _names[index].ModuleLength);

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
}
