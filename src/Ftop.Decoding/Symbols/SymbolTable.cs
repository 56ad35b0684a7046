using System.Text;

namespace Ftop.Decoding.Symbols;

/// <summary>
/// The kernel's symbols by address, from <c>/proc/kallsyms</c>: about 36 bytes each, names kept as the bytes they came in. Immutable and safe
/// to share between threads; module addresses change on reload, so a new table is read then.
/// </summary>
public sealed class SymbolTable
{
    private const int ReadBytes = 1 << 16;
    private const int CacheBits = 8;

    private readonly ulong[] _addresses;
    private readonly int[] _nameOffsets;
    private readonly ushort[] _moduleIndexes;
    private readonly byte[] _names;
    private readonly string[] _modules;
    private readonly string?[]?[] _cache;

    internal SymbolTable(ulong[] addresses, int[] nameOffsets, ushort[] moduleIndexes, byte[] names, string[] modules, bool hiddenAddresses)
    {
        _addresses = addresses;
        _nameOffsets = nameOffsets;
        _moduleIndexes = moduleIndexes;
        _names = names;
        _modules = modules;
        _cache = new string?[]?[(addresses.Length >> CacheBits) + 1];
        HiddenAddresses = hiddenAddresses;
    }

    /// <summary>No symbols: every look-up finds nothing.</summary>
    public static SymbolTable Empty { get; } = new([], [], [], [], [""], hiddenAddresses: false);

    /// <summary>Symbols kept: one per address.</summary>
    public int Count => _addresses.Length;

    /// <summary>
    /// True where the kernel listed symbols but showed every address as 0: <c>kernel.kptr_restrict</c>, or the reader lacks CAP_SYSLOG
    /// (<c>kernel/kallsyms.c kallsyms_show_value</c>). There are no symbols to find then.
    /// </summary>
    public bool HiddenAddresses { get; }

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

    /// <summary>
    /// The symbol at or before an address, as an index into this table; −1 for one before the first symbol. An ip in a trace is often 4 or 8
    /// bytes into its function, behind the landing pad.
    /// </summary>
    public int Find(ulong address)
    {
        int index = Array.BinarySearch(_addresses, address);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>The symbol's own address.</summary>
    public ulong Address(int index) => _addresses[index];

    /// <summary>The name as text, made once and kept. Untrusted: modules bring their own.</summary>
    public string Name(int index)
    {
        // Two threads may make the same string at the same time; either may stay.
        string?[] names = _cache[index >> CacheBits] ??= new string?[1 << CacheBits];
        return names[index & ((1 << CacheBits) - 1)] ??= ReadName(index);
    }

    /// <summary>The module without brackets, <c>bpf</c> or the like for code made at run time; empty for the kernel itself. Untrusted.</summary>
    public string Module(int index) => _modules[_moduleIndexes[index]];

    private string ReadName(int index)
    {
        ReadOnlySpan<byte> name = _names.AsSpan(_nameOffsets[index]);
        return Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
    }
}
