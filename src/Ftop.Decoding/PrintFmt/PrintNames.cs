using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.PrintFmt;

/// <summary>What kernel addresses in records stand for.</summary>
internal sealed class PrintNames(SymbolText symbols, PrintkFormats printkFormats)
{
    public SymbolText Symbols { get; } = symbols;

    public PrintkFormats PrintkFormats { get; } = printkFormats;
}
