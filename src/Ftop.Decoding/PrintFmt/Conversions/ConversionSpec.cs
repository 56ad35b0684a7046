namespace Ftop.Decoding.PrintFmt.Conversions;

/// <summary>One conversion of a format string, as <c>%-16.8s</c> or <c>%pI4</c> (<c>lib/vsprintf.c format_decode</c>).</summary>
internal readonly record struct ConversionSpec
{
    /// <summary>Widths beyond this are cut: the kernel's own buffer for a line is 8 KiB.</summary>
    public const int MaxWidth = 4096;

    /// <summary>One of <c>d i u x X o c s p %</c>.</summary>
    public char Specifier { get; init; }

    /// <summary>0 if there is none.</summary>
    public int Width { get; init; }

    /// <summary>−1 if there is none.</summary>
    public int Precision { get; init; }

    public bool WidthIsArgument { get; init; }

    public bool PrecisionIsArgument { get; init; }

    public bool Left { get; init; }

    public bool Zero { get; init; }

    public bool Plus { get; init; }

    public bool Blank { get; init; }

    public bool Alternate { get; init; }

    /// <summary>Of the integer, by its length modifier.</summary>
    public int SizeBytes { get; init; }

    /// <summary>What follows <c>%p</c>: letters and digits.</summary>
    public string Extension { get; init; }
}
