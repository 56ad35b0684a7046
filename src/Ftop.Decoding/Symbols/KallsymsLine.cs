namespace Ftop.Decoding.Symbols;

/// <summary>
/// One line of <c>/proc/kallsyms</c> (<c>kernel/kallsyms.c s_show</c>), the module only where there is one:
/// <code>ffffffffc02a1000 t ext4_readpage	[ext4]</code>
/// </summary>
internal readonly ref struct KallsymsLine
{
    public ulong Address { get; private init; }

    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Without its brackets; empty for the kernel itself.</summary>
    public ReadOnlySpan<byte> Module { get; private init; }

    /// <summary>
    /// Whether the symbol names code or data: not an absolute value (types a and A), not ARM's mapping symbols (<c>$x</c>), not the padding
    /// before a function (<c>__pfx_…</c>).
    /// </summary>
    public bool IsPlace { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> line, out KallsymsLine parsed)
    {
        parsed = default;
        ulong address = 0;
        int index = 0;
        for (; index < line.Length && index < 16; index++)
        {
            int digit = HexDigit(line[index]);
            if (digit < 0)
            {
                break;
            }

            address = (address << 4) | (uint)digit;
        }

        // A blank, the type, a blank, and at least one byte of name.
        if (index == 0 || line.Length < index + 4 || line[index] != ' ' || line[index + 2] != ' ')
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
            Module = module,
            IsPlace = type is not ((byte)'a' or (byte)'A') && !name.IsEmpty && name[0] != '$' && !name.StartsWith("__pfx_"u8),
        };
        return !name.IsEmpty;
    }

    private static int HexDigit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
