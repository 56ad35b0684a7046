namespace Ftop.Decoding.PrintFmt;

/// <summary>One token of a print fmt, as a stretch of its text.</summary>
internal readonly record struct PrintFmtToken(PrintFmtTokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}
