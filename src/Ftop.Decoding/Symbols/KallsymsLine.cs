using System.Buffers.Text;

namespace Ftop.Decoding.Symbols;

/// <summary>
/// One line of <c>/proc/kallsyms</c> (<c>kernel/kallsyms.c s_show</c>), the module only where there is one:
/// <code>ffffffffc02a1000 t ext4_readpage	[ext4]</code>
/// </summary>
internal readonly ref struct KallsymsLine
{
    public ulong Address { get; private init; }

    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Where the name begins in the line.</summary>
    public int NameIndex { get; private init; }

    /// <summary>Without its brackets; empty for the kernel itself.</summary>
    public ReadOnlySpan<byte> Module { get; private init; }

    /// <summary>
    /// Whether the symbol names code or data: not a per-CPU offset (types a and A, in the lower half of addresses), not ARM's mapping symbols (<c>$x</c>).
    /// </summary>
    public bool IsPlace { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> line, out KallsymsLine parsed)
    {
        parsed = default;
        // A blank, the type, a blank, and at least one byte of name.
        if (!Utf8Parser.TryParse(line, out ulong address, out int index, 'x') || line.Length < index + 4 || line[index] != ' ' || line[index + 2] != ' ')
        {
            return false;
        }

        byte type = line[index + 1];
        ReadOnlySpan<byte> name = line[(index + 3)..];
        ReadOnlySpan<byte> module = default;
        int tab = name.IndexOf((byte)'\t');
        if (tab >= 0)
        {
            module = name[(tab + 1)..].Trim("[]\r "u8);
            name = name[..tab];
        }

        parsed = new KallsymsLine
        {
            Address = address,
            Name = name,
            NameIndex = index + 3,
            Module = module,
            IsPlace = !(type is (byte)'a' or (byte)'A' && address < long.MaxValue) && !name.IsEmpty && name[0] != '$',
        };
        return !name.IsEmpty;
    }
}
