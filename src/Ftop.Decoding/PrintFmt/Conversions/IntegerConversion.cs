using System.Buffers.Text;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Conversions;

/// <summary>Writes <c>%d %i %u %x %X %o %c</c> (<c>lib/vsprintf.c number</c>).</summary>
internal static class IntegerConversion
{
    /// <summary>Writes the low <see cref="ConversionSpec.SizeBytes"/> of <paramref name="value"/>.</summary>
    public static void Write(TextBuffer text, in ConversionSpec spec, int width, int precision, long value)
    {
        bool signed = spec.Specifier is 'd' or 'i';
        long number = new CType(spec.SizeBytes, signed).Convert(value);
        bool negative = signed && number < 0;
        ulong magnitude = negative ? (ulong)-number : (ulong)number;
        if (width == 0 && precision < 0 && spec is { Plus: false, Blank: false, Alternate: false })
        {
            WritePlain(text, spec.Specifier, negative, magnitude);
            return;
        }

        Span<byte> digits = stackalloc byte[24];
        int digitCount = Digits(digits, spec.Specifier, magnitude);
        ReadOnlySpan<byte> prefix = negative ? "-"u8 : !signed ? default : spec.Plus ? "+"u8 : spec.Blank ? " "u8 : default;
        ReadOnlySpan<byte> baseMark = !spec.Alternate ? default
            : spec.Specifier switch { 'x' => "0x"u8, 'X' => "0X"u8, 'o' when magnitude != 0 => "0"u8, _ => default };
        int fixedLength = prefix.Length + baseMark.Length;
        bool zeros = spec.Zero && !spec.Left;

        // As in the kernel, a precision does not switch zero padding off.
        int padded = Math.Max(digitCount, Math.Max(precision, zeros ? width - fixedLength : 0));
        int blanks = width - fixedLength - padded;
        if (!spec.Left)
        {
            text.AppendRepeated((byte)' ', blanks);
        }

        text.Append(prefix);
        text.Append(baseMark);
        text.AppendRepeated((byte)'0', padded - digitCount);
        text.Append(digits[..digitCount]);
        if (spec.Left)
        {
            text.AppendRepeated((byte)' ', blanks);
        }
    }

    private static void WritePlain(TextBuffer text, char specifier, bool negative, ulong magnitude)
    {
        if (negative)
        {
            text.Append((byte)'-');
        }

        switch (specifier)
        {
            case 'x':
                text.AppendHex(magnitude);
                return;
            case 'X' or 'o':
                Span<byte> digits = stackalloc byte[24];
                text.Append(digits[..Digits(digits, specifier, magnitude)]);
                return;
            default:
                text.AppendUnsigned(magnitude);
                return;
        }
    }

    private static int Digits(Span<byte> digits, char specifier, ulong magnitude)
    {
        if (specifier is not ('x' or 'X' or 'o'))
        {
            Utf8Formatter.TryFormat(magnitude, digits, out int written);
            return written;
        }

        int bits = specifier == 'o' ? 3 : 4;
        ReadOnlySpan<byte> alphabet = specifier == 'X' ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        int count = Math.Max(1, (63 - System.Numerics.BitOperations.LeadingZeroCount(magnitude | 1)) / bits + 1);
        for (int i = count - 1; i >= 0; i--)
        {
            digits[i] = alphabet[(int)(magnitude & ((1u << bits) - 1))];
            magnitude >>= bits;
        }

        return count;
    }
}
