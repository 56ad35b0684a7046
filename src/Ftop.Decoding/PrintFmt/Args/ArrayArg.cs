using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>
/// <c>__print_array(array, count, elementSize)</c> and, without a count, <c>__print_dynamic_array(field, elementSize)</c>: <c>{0x1,0x2}</c>.
/// </summary>
internal sealed class ArrayArg(PrintArg array, PrintArg? count, PrintArg elementSize, bool bigEndian) : PrintArg(CType.UnsignedLongLong)
{
    public override long Integer(in PrintContext context) => 0;

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        array.TryBytes(context, out ReadOnlySpan<byte> data);
        long size = elementSize.Integer(context);
        bool known = size is 1 or 2 or 4 or 8;
        int step = known ? (int)size : 1;
        long elements = data.Length / step;
        elements = count is null ? elements : Math.Clamp(count.Integer(context), 0, elements);
        data = data[..((int)elements * step)];
        text.Append((byte)'{');
        for (int i = 0; i <= data.Length - step; i += step)
        {
            if (i > 0)
            {
                text.Append((byte)',');
            }

            if (!known)
            {
                text.Append("BAD SIZE:"u8);
                text.AppendUnsigned((ulong)size);
                text.Append((byte)' ');
            }

            text.Append("0x"u8);
            text.AppendHex((ulong)ElementArg.Read(data.Slice(i, step), bigEndian));
        }

        text.Append((byte)'}');
    }
}
