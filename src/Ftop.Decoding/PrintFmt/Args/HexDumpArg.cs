using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>
/// <c>__print_hex_dump(prefix, prefixType, rowSize, groupSize, bytes, length, ascii)</c> (<c>lib/hexdump.c hex_dump_to_buffer</c>): a newline,
/// then a line a row.
/// </summary>
internal sealed class HexDumpArg(byte[] prefix, PrintArg[] arguments, bool bigEndian) : PrintArg(CType.UnsignedLongLong)
{
    private const int PrefixAddress = 1;
    private const int PrefixOffset = 2;

    public override long Integer(in PrintContext context) => 0;

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        long prefixType = arguments[0].Integer(context);
        int rowSize = arguments[1].Integer(context) == 32 ? 32 : 16;
        long group = arguments[2].Integer(context);
        int groupSize = group is 2 or 4 or 8 ? (int)group : 1;
        arguments[3].TryBytes(context, out ReadOnlySpan<byte> data);
        data = data[..(int)Math.Clamp(arguments[4].Integer(context), 0, data.Length)];
        bool ascii = arguments[5].Integer(context) != 0;
        text.Append((byte)'\n');
        for (int offset = 0; offset < data.Length && text.Length <= context.LimitLength; offset += rowSize)
        {
            text.Append(prefix);
            if (prefixType is PrefixAddress or PrefixOffset)
            {
                // The address of the kernel's buffer is not recorded; the offset stands for it.
                text.AppendHex((ulong)offset, prefixType == PrefixAddress ? 16 : 8);
                text.Append(": "u8);
            }

            WriteRow(text, data[offset..Math.Min(offset + rowSize, data.Length)], rowSize, groupSize, ascii);
            text.Append((byte)'\n');
        }
    }

    private void WriteRow(TextBuffer text, ReadOnlySpan<byte> row, int rowSize, int groupSize, bool ascii)
    {
        int start = text.Length;
        groupSize = row.Length % groupSize == 0 ? groupSize : 1;
        for (int i = 0; i < row.Length; i += groupSize)
        {
            if (i > 0)
            {
                text.Append((byte)' ');
            }

            text.AppendHex((ulong)ElementArg.Read(row.Slice(i, groupSize), bigEndian), groupSize * 2);
        }

        if (!ascii)
        {
            return;
        }

        int column = (rowSize * 2) + (rowSize / groupSize) + 1;
        text.AppendRepeated((byte)' ', column - (text.Length - start));
        foreach (byte value in row)
        {
            text.Append(value is >= 0x20 and < 0x7f ? value : (byte)'.');
        }
    }
}
