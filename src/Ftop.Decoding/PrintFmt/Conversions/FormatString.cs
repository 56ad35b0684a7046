namespace Ftop.Decoding.PrintFmt.Conversions;

/// <summary>Splits a printf format into literals and conversions.</summary>
internal static class FormatString
{
    /// <summary>The literal up to the next conversion, and that conversion; moves <paramref name="index"/> behind both.</summary>
    /// <param name="format">UTF-8.</param>
    /// <param name="index">Where to go on.</param>
    /// <param name="longSizeBytes">The traced kernel's long.</param>
    /// <param name="literal">Without conversion characters; <c>%%</c> is returned as a conversion.</param>
    /// <param name="spec">Its specifier is NUL if the format ended instead.</param>
    /// <returns>False if a conversion is not one of printf's.</returns>
    public static bool TryReadNext(
        ReadOnlySpan<byte> format, ref int index, int longSizeBytes, out ReadOnlySpan<byte> literal, out ConversionSpec spec)
    {
        spec = default;
        int percent = format[index..].IndexOf((byte)'%');
        literal = percent < 0 ? format[index..] : format.Slice(index, percent);
        index += literal.Length;
        if (percent < 0)
        {
            return true;
        }

        index++;
        ConversionSpec parsed = new() { Precision = -1, Extension = "", SizeBytes = 4 };
        ReadFlags(format, ref index, ref parsed);
        bool widthIsArgument = TryStar(format, ref index);
        parsed = parsed with { WidthIsArgument = widthIsArgument, Width = ReadNumber(format, ref index) };
        if (Peek(format, index) == '.')
        {
            index++;
            bool precisionIsArgument = TryStar(format, ref index);
            parsed = parsed with { PrecisionIsArgument = precisionIsArgument, Precision = ReadNumber(format, ref index) };
        }

        int size = ReadLength(format, ref index, longSizeBytes);
        char specifier = Peek(format, index);
        index++;
        spec = parsed with { SizeBytes = size, Specifier = specifier };
        if (specifier == 'p')
        {
            int start = index;
            while (char.IsAsciiLetterOrDigit(Peek(format, index)) && IsExtension(format[start..index], Peek(format, index)))
            {
                index++;
            }

            spec = spec with { Extension = System.Text.Encoding.ASCII.GetString(format[start..index]) };
        }

        return specifier is 'd' or 'i' or 'u' or 'x' or 'X' or 'o' or 'c' or 's' or 'p' or '%';
    }

    // The kernel takes all letters and digits behind %p for its extension but reads only those it knows; what follows is text.
    private static bool IsExtension(ReadOnlySpan<byte> before, char next) => before.Length switch
    {
        0 => char.IsAsciiLetter(next),
        1 => before[0] switch
        {
            (byte)'I' or (byte)'i' => next is '4' or '6' or 'S',
            (byte)'M' or (byte)'m' => next is 'F' or 'R',
            (byte)'U' => next is 'b' or 'B' or 'l' or 'L',
            (byte)'h' => next is 'C' or 'D' or 'N',
            (byte)'b' => next is 'l',
            (byte)'S' => next is 'R' or 'b',
            (byte)'B' => next is 'b',
            (byte)'a' => next is 'd' or 'p',
            (byte)'t' or (byte)'O' or (byte)'G' or (byte)'d' or (byte)'D' => true,
            _ => false,
        },
        _ => before[0] is (byte)'I' or (byte)'i' && next is 'c' or 'p' or 'f' or 's' or 'h' or 'n' or 'b' or 'l',
    };

    private static void ReadFlags(ReadOnlySpan<byte> format, ref int index, ref ConversionSpec spec)
    {
        while (true)
        {
            switch (Peek(format, index))
            {
                case '-':
                    spec = spec with { Left = true };
                    break;
                case '+':
                    spec = spec with { Plus = true };
                    break;
                case ' ':
                    spec = spec with { Blank = true };
                    break;
                case '#':
                    spec = spec with { Alternate = true };
                    break;
                case '0':
                    spec = spec with { Zero = true };
                    break;
                default:
                    return;
            }

            index++;
        }
    }

    private static bool TryStar(ReadOnlySpan<byte> format, ref int index)
    {
        bool star = Peek(format, index) == '*';
        index += star ? 1 : 0;
        return star;
    }

    private static int ReadNumber(ReadOnlySpan<byte> format, ref int index)
    {
        int number = 0;
        while (char.IsAsciiDigit(Peek(format, index)))
        {
            number = Math.Min((number * 10) + (format[index] - '0'), ConversionSpec.MaxWidth);
            index++;
        }

        return number;
    }

    private static int ReadLength(ReadOnlySpan<byte> format, ref int index, int longSizeBytes)
    {
        char first = Peek(format, index);
        if (first is not ('h' or 'l' or 'L' or 'z' or 'Z' or 't' or 'j' or 'q'))
        {
            return 4;
        }

        index++;
        if (first is 'h' or 'l' && Peek(format, index) == first)
        {
            index++;
            return first == 'h' ? 1 : 8;
        }

        return first switch { 'h' => 2, 'l' or 'z' or 'Z' or 't' => longSizeBytes, _ => 8 };
    }

    private static char Peek(ReadOnlySpan<byte> format, int index) => index < format.Length ? (char)format[index] : '\0';
}
