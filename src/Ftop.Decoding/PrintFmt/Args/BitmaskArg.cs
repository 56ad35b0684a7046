using Ftop.Decoding.PrintFmt.Conversions;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>__get_bitmask(field)</c>, in hexadecimal, and <c>__get_cpumask(field)</c>, as a list of ranges.</summary>
internal sealed class BitmaskArg(PrintArg field, bool list, bool bigEndian, int longSizeBytes) : PrintArg(CType.UnsignedLongLong)
{
    public override long Integer(in PrintContext context) => 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes) => field.TryBytes(context, out bytes);

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        field.TryBytes(context, out ReadOnlySpan<byte> bytes);
        var bitmap = new Bitmap(bytes, bigEndian, longSizeBytes, bytes.Length * 8);
        if (list)
        {
            bitmap.WriteList(text);
        }
        else
        {
            bitmap.WriteHex(text);
        }
    }
}
