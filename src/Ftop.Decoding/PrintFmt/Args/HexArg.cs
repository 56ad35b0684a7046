using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>__print_hex(bytes, length)</c> and <c>__print_hex_str</c>, which has no blanks.</summary>
internal sealed class HexArg(PrintArg bytes, PrintArg length, bool blanks) : PrintArg(CType.UnsignedLongLong)
{
    public override long Integer(in PrintContext context) => 0;

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        if (!bytes.TryBytes(context, out ReadOnlySpan<byte> data))
        {
            return;
        }

        data = data[..(int)Math.Clamp(length.Integer(context), 0, data.Length)];
        for (int i = 0; i < data.Length; i++)
        {
            if (i > 0 && blanks)
            {
                text.Append((byte)' ');
            }

            text.AppendHex(data[i], 2);
        }
    }
}
