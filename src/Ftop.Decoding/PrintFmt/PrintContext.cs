using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.PrintFmt;

/// <summary>What an argument may look at while it is evaluated.</summary>
internal readonly ref struct PrintContext(ReadOnlySpan<byte> record, PrintNames names, int limitLength)
{
    public ReadOnlySpan<byte> Record { get; } = record;

    public PrintNames Names { get; } = names;

    /// <summary>Once the text is longer, what repeats something writes no more.</summary>
    public int LimitLength { get; } = limitLength;
}

/// <summary>What kernel addresses in records stand for.</summary>
internal sealed class PrintNames(SymbolText symbols, PrintkFormats printkFormats)
{
    public SymbolText Symbols { get; } = symbols;

    public PrintkFormats PrintkFormats { get; } = printkFormats;
}
