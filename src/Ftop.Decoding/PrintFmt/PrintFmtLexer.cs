using System.Globalization;

namespace Ftop.Decoding.PrintFmt;

/// <summary>Splits a print fmt into C tokens; literals and numbers are read by the static members.</summary>
internal ref struct PrintFmtLexer(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _index;

    public PrintFmtToken Next()
    {
        while (_index < _text.Length && char.IsWhiteSpace(_text[_index]))
        {
            _index++;
        }

        int start = _index;
        if (start == _text.Length)
        {
            return new PrintFmtToken(PrintFmtTokenKind.End, start, 0);
        }

        char first = _text[start];
        PrintFmtTokenKind kind = first switch
        {
            '"' or '\'' => Literal(first),
            '_' => Word(PrintFmtTokenKind.Identifier),
            _ when char.IsAsciiLetter(first) => Word(PrintFmtTokenKind.Identifier),
            _ when char.IsAsciiDigit(first) => Word(PrintFmtTokenKind.Number),
            _ => Punctuator(),
        };
        return new PrintFmtToken(kind, start, _index - start);
    }

    /// <summary>The value and C type of a number token: <c>0x10UL</c>.</summary>
    public static bool TryReadNumber(ReadOnlySpan<char> token, int longSizeBytes, out ulong value, out int sizeBytes, out bool signed)
    {
        ReadOnlySpan<char> digits = token.TrimEnd("uUlL");
        ReadOnlySpan<char> suffix = token[digits.Length..];
        bool decimalDigits = false;
        bool valid;
        value = 0;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            valid = ulong.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }
        else if (digits.Length > 1 && digits[0] == '0')
        {
            valid = TryReadOctal(digits[1..], out value);
        }
        else
        {
            decimalDigits = true;
            valid = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        }

        int longs = suffix.Count('l') + suffix.Count('L');
        signed = suffix.IndexOfAny('u', 'U') < 0;
        sizeBytes = longs switch { 0 => 4, 1 => longSizeBytes, _ => 8 };
        if (sizeBytes == 4 && value > uint.MaxValue)
        {
            sizeBytes = 8;
        }

        // C's rule: hexadecimal and octal literals may become unsigned, decimal ones grow instead.
        if (signed && value > (sizeBytes == 4 ? int.MaxValue : (ulong)long.MaxValue))
        {
            signed = decimalDigits && sizeBytes == 4;
            sizeBytes = signed ? 8 : sizeBytes;
        }

        return valid;
    }

    /// <summary>Reads one possibly escaped character of a literal and moves behind it.</summary>
    public static int ReadCharacter(ReadOnlySpan<char> text, ref int index)
    {
        char character = text[index++];
        if (character != '\\' || index >= text.Length)
        {
            return character;
        }

        character = text[index++];
        switch (character)
        {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'a':
                return '\a';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'e':
                return 27;
            case 'x':
                return ReadDigits(text, ref index, 16, 2);
            case >= '0' and <= '7':
                index--;
                return ReadDigits(text, ref index, 8, 3);
            default:
                return character;
        }
    }

    private static int ReadDigits(ReadOnlySpan<char> text, ref int index, int numberBase, int maxDigits)
    {
        int value = 0;
        for (int i = 0; i < maxDigits && index < text.Length && char.IsAsciiHexDigit(text[index]); i++)
        {
            int digit = Convert.ToInt32(text[index].ToString(), 16);
            if (digit >= numberBase)
            {
                break;
            }

            value = (value * numberBase) + digit;
            index++;
        }

        return value & 0xff;
    }

    private static bool TryReadOctal(ReadOnlySpan<char> digits, out ulong value)
    {
        value = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '7' || value > ulong.MaxValue >> 3)
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    private PrintFmtTokenKind Word(PrintFmtTokenKind kind)
    {
        while (_index < _text.Length && (char.IsAsciiLetterOrDigit(_text[_index]) || _text[_index] == '_'))
        {
            _index++;
        }

        return kind;
    }

    private PrintFmtTokenKind Literal(char quote)
    {
        for (_index++; _index < _text.Length; _index++)
        {
            if (_text[_index] == '\\')
            {
                _index++;
            }
            else if (_text[_index] == quote)
            {
                _index++;
                return quote == '"' ? PrintFmtTokenKind.Text : PrintFmtTokenKind.Character;
            }
        }

        _index = _text.Length;
        return PrintFmtTokenKind.Invalid;
    }

    private PrintFmtTokenKind Punctuator()
    {
        ReadOnlySpan<char> rest = _text[_index..];
        bool two = rest.Length > 1 && rest[..2] is "->" or "<<" or ">>" or "<=" or ">=" or "==" or "!=" or "&&" or "||";
        _index += two ? 2 : 1;
        return two || "+-*/%&|^~!<>?:,()[]{}.;=".Contains(rest[0], StringComparison.Ordinal) ? PrintFmtTokenKind.Punctuator : PrintFmtTokenKind.Invalid;
    }
}

/// <summary>One token of a print fmt, as a stretch of its text.</summary>
internal readonly record struct PrintFmtToken(PrintFmtTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>What a <see cref="PrintFmtToken"/> is.</summary>
internal enum PrintFmtTokenKind
{
    /// <summary>Past the last token.</summary>
    End,

    /// <summary>A character that begins no token of C, or a literal that does not end.</summary>
    Invalid,

    /// <summary>A name or keyword.</summary>
    Identifier,

    /// <summary>Decimal, octal or hexadecimal, suffix included.</summary>
    Number,

    /// <summary>A string literal with its quotes.</summary>
    Text,

    /// <summary>A character literal with its quotes.</summary>
    Character,

    /// <summary>An operator or separator.</summary>
    Punctuator,
}
