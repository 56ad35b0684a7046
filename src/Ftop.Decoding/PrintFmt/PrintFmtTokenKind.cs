namespace Ftop.Decoding.PrintFmt;

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
