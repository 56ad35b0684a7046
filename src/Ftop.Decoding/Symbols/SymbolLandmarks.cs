namespace Ftop.Decoding.Symbols;

/// <summary>The few symbols that are looked for by name: where the kernel's code begins and ends, and the entry points that tell its machine.</summary>
internal sealed class SymbolLandmarks
{
    private static readonly byte[][] Names =
    [
        [.. "_stext"u8], [.. "_etext"u8], [.. "_end"u8], [.. "__irqentry_text_start"u8], [.. "__irqentry_text_end"u8], [.. "vector_swi"u8],
        [.. "__x64_sys_read"u8], [.. "__arm64_sys_read"u8], [.. "__ia32_sys_read"u8],
    ];

    private readonly ulong[] _addresses = new ulong[Names.Length];

    /// <summary>Notes a symbol if it is one of them; of several of a name the first counts.</summary>
    public void Note(ReadOnlySpan<byte> name, ulong address)
    {
        if (name[0] is (byte)'_' or (byte)'v' && IndexOf(name) is >= 0 and int index && _addresses[index] == 0)
        {
            _addresses[index] = address;
        }
    }

    /// <summary>False for a symbol that the kernel lacks, and for every other name.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out ulong address)
    {
        int index = IndexOf(name);
        address = index < 0 ? 0 : _addresses[index];
        return address != 0;
    }

    private static int IndexOf(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
