using Ftop.Decoding.PrintFmt.Args;
using Ftop.Decoding.PrintFmt.Conversions;

namespace Ftop.Decoding.Text.Events;

/// <summary>
/// Prints a format with the arguments that <c>vbin_printf</c> stored (<c>lib/vsprintf.c bstr_printf</c>): integers aligned to their size but never to
/// more than 4, strings in place, and of most pointers the text that they printed as.
/// </summary>
internal sealed class BinaryPrintf(TextContext context)
{
    private const int MaxAlignment = 4;

    // A record holds less text than a page, and the kernel's buffer for a line is 8 KiB.
    private const int MaxBytes = 1 << 16;

    public void Write(ReadOnlySpan<byte> format, ReadOnlySpan<byte> arguments, TextBuffer text)
    {
        int index = 0;
        int offset = 0;
        int start = text.Length;
        while (index < format.Length && text.Length - start <= MaxBytes
            && FormatString.TryReadNext(format, ref index, context.LongSizeBytes, out ReadOnlySpan<byte> literal, out ConversionSpec spec))
        {
            text.Append(literal);
            int width = spec.WidthIsArgument ? (int)Integer(arguments, ref offset, 4) : spec.Width;
            int precision = spec.PrecisionIsArgument ? (int)Integer(arguments, ref offset, 4) : spec.Precision;
            if (width < 0)
            {
                spec = spec with { Left = true };
                width = -Math.Max(width, -ConversionSpec.MaxWidth);
            }

            WriteOne(text, spec, Math.Min(width, ConversionSpec.MaxWidth), Math.Min(precision, ConversionSpec.MaxWidth), arguments, ref offset);
        }
    }

    private void WriteOne(TextBuffer text, in ConversionSpec spec, int width, int precision, ReadOnlySpan<byte> arguments, ref int offset)
    {
        int start = text.Length;
        switch (spec.Specifier)
        {
            case '\0':
                return;
            case '%':
                text.Append((byte)'%');
                return;
            case 'c':
                text.Append(offset < arguments.Length ? arguments[offset++] : (byte)0);
                text.Pad(start, width, spec.Left);
                return;
            case 's':
                text.Append(String(arguments, ref offset));
                text.Truncate(precision < 0 ? text.Length : start + precision);
                text.Pad(start, width, spec.Left);
                return;
            case 'p':
                WritePointer(text, spec, arguments, ref offset);
                text.Pad(start, width, spec.Left);
                return;
            default:
                IntegerConversion.Write(text, spec, width, precision, Integer(arguments, ref offset, spec.SizeBytes));
                return;
        }
    }

    private void WritePointer(TextBuffer text, in ConversionSpec spec, ReadOnlySpan<byte> arguments, ref int offset)
    {
        char extension = spec.Extension.Length == 0 ? '\0' : spec.Extension[0];
        if (extension is not ('\0' or 'S' or 's' or 'x' or 'K' or 'e' or 'F' or 'f'))
        {
            text.Append(String(arguments, ref offset));
            return;
        }

        ulong address = (ulong)Integer(arguments, ref offset, context.LongSizeBytes);
        switch (extension)
        {
            case 'S' or 'F':
                context.Symbols.AppendSymbolOffset(text, address);
                break;
            case 's' or 'f':
                context.Symbols.AppendSymbol(text, address);
                break;
            case 'x':
                text.AppendHex(address);
                break;
            default:
                text.AppendHex(address, 2 * context.LongSizeBytes);
                break;
        }
    }

    private static ReadOnlySpan<byte> String(ReadOnlySpan<byte> arguments, ref int offset)
    {
        ReadOnlySpan<byte> rest = arguments[Math.Min(offset, arguments.Length)..];
        int nul = rest.IndexOf((byte)0);
        ReadOnlySpan<byte> text = nul < 0 ? rest : rest[..nul];
        offset += text.Length + 1;
        return text;
    }

    private long Integer(ReadOnlySpan<byte> arguments, ref int offset, int size)
    {
        // vbin_printf stores char and short in a slot of their own size, without regard to hh.
        int alignment = Math.Min(size, MaxAlignment);
        offset = (offset + alignment - 1) & ~(alignment - 1);
        long value = offset <= arguments.Length - size ? ElementArg.Read(arguments.Slice(offset, size), context.BigEndian) : 0;
        offset += size;
        return value;
    }
}
