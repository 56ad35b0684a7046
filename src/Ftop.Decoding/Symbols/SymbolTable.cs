using System.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Symbols;

/// <summary>
/// The kernel's symbols by address, from <c>/proc/kallsyms</c>, with the kernel's own rules of look-up (<c>kernel/kallsyms.c get_symbol_pos</c>,
/// <c>kernel/module/kallsyms.c find_kallsyms_symbol</c>): of several names of an address the first in the file counts, a symbol reaches to the next
/// address, and what lies outside the kernel's image and behind the last page of a module's symbols is not found. About 36 bytes a symbol, names kept as
/// the bytes they came in. Immutable and safe to share between threads; module addresses change on reload, so a new table is read then.
/// </summary>
public sealed class SymbolTable : IKernelSymbols
{
    /// <summary>As many are read: large kernels have 300,000.</summary>
    public const int MaxSymbols = 1 << 20;

    private const int ReadBytes = 1 << 16;
    private const int CacheBits = 8;
    private const ulong PageBytes = 4096;

    private readonly ulong[] _addresses;
    private readonly int[] _nameOffsets;
    private readonly ushort[] _moduleIndexes;
    private readonly ReadOnlyMemory<byte> _names;
    private readonly SymbolModules _modules;
    private readonly SymbolLandmarks _landmarks;
    private readonly string?[]?[] _cache;

    internal SymbolTable(
        ulong[] addresses, int[] nameOffsets, ushort[] moduleIndexes, ReadOnlyMemory<byte> names, SymbolModules modules, SymbolLandmarks landmarks, bool hiddenAddresses)
    {
        _addresses = addresses;
        _nameOffsets = nameOffsets;
        _moduleIndexes = moduleIndexes;
        _names = names;
        _modules = modules;
        _landmarks = landmarks;
        _cache = new string?[]?[(addresses.Length >> CacheBits) + 1];
        HiddenAddresses = hiddenAddresses;
    }

    /// <summary>No symbols: every look-up finds nothing.</summary>
    public static SymbolTable Empty { get; } = new([], [], [], default, new SymbolModules(), new SymbolLandmarks(), hiddenAddresses: false);

    /// <summary>Symbols kept: one per address.</summary>
    public int Count => _addresses.Length;

    /// <summary>
    /// True where the kernel listed symbols but showed every address as 0: <c>kernel.kptr_restrict</c>, or the reader lacks CAP_SYSLOG
    /// (<c>kernel/kallsyms.c kallsyms_show_value</c>). There are no symbols to find then.
    /// </summary>
    public bool HiddenAddresses { get; }

    /// <summary>Whether there were more symbols than any kernel has, and the rest was not read.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Reads to the end of <paramref name="kallsyms"/>, which the caller opened and closes; its I/O errors are passed on.</summary>
    public static SymbolTable Read(Stream kallsyms)
    {
        ArgumentNullException.ThrowIfNull(kallsyms);
        var builder = new SymbolTableBuilder();
        byte[] buffer = new byte[ReadBytes];
        int length;
        while ((length = kallsyms.Read(buffer)) > 0)
        {
            builder.Add(buffer.AsSpan(0, length));
        }

        return builder.Build();
    }

    /// <summary>Reads a text that stays in memory anyway: names are borrowed from it.</summary>
    public static SymbolTable Read(ReadOnlyMemory<byte> kallsyms)
    {
        var builder = new SymbolTableBuilder(kallsyms);
        builder.Add(kallsyms.Span);
        return builder.Build();
    }

    /// <summary>
    /// The symbol that an address lies in, as an index into this table; −1 for none. An ip in a trace is often 4 or 8 bytes into its function, behind the
    /// landing pad.
    /// </summary>
    public int Find(ulong address)
    {
        int index = Array.BinarySearch(_addresses, address);
        index = index >= 0 ? index : ~index - 1;
        return index >= 0 && address < End(index) ? index : -1;
    }

    /// <summary>The symbol's own address.</summary>
    public ulong Address(int index) => _addresses[index];

    /// <summary>The name as text, made once and kept. Untrusted: modules bring their own.</summary>
    public string Name(int index)
    {
        // Two threads may make the same string at the same time; either may stay.
        string?[] names = _cache[index >> CacheBits] ??= new string?[1 << CacheBits];
        return names[index & ((1 << CacheBits) - 1)] ??= Encoding.UTF8.GetString(NameBytes(index).Span);
    }

    /// <summary>The module without brackets, <c>bpf</c> or the like for code made at run time; empty for the kernel itself. Untrusted.</summary>
    public string Module(int index) => _modules.Name(_moduleIndexes[index]);

    /// <inheritdoc/>
    public bool TryFind(ulong address, out KernelSymbol symbol)
    {
        int index = Find(address);
        symbol = index < 0 ? default
            : new KernelSymbol(NameBytes(index), address - _addresses[index], End(index) - _addresses[index], _modules.Bytes(_moduleIndexes[index]));
        return index >= 0;
    }

    /// <inheritdoc/>
    public bool TryFindAddress(ReadOnlySpan<byte> name, out ulong address) => _landmarks.TryFind(name, out address);

    private ulong End(int index)
    {
        ulong address = _addresses[index];
        bool isKernel = _moduleIndexes[index] == SymbolModules.Kernel;
        bool endsWithNext = index + 1 < _addresses.Length
            && (_moduleIndexes[index] == _moduleIndexes[index + 1] || (isKernel && _landmarks.TryFind("_end"u8, out ulong imageEnd) && address < imageEnd));
        return endsWithNext ? _addresses[index + 1]
            : isKernel ? address + 1
            : (address + PageBytes) & ~(PageBytes - 1);
    }

    private ReadOnlyMemory<byte> NameBytes(int index)
    {
        ReadOnlyMemory<byte> rest = _names[_nameOffsets[index]..];
        int end = rest.Span.IndexOfAny((byte)0, (byte)'\t', (byte)'\n');
        return end < 0 ? rest : rest[..end];
    }
}
