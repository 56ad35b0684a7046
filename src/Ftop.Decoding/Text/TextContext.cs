using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Text;

/// <summary>What the text of single events needs, made once from a <see cref="TraceTextInput"/>.</summary>
internal sealed class TextContext
{
    public TextContext(TraceTextInput input)
    {
        Input = input;
        BigEndian = input.HeaderPage.BigEndian;
        LongSizeBytes = input.HeaderPage.LongSizeBytes;
        Symbols = new SymbolText(input.Symbols, LongSizeBytes);
        Names = new PrintNames(Symbols, input.PrintkFormats);
    }

    public TraceTextInput Input { get; }

    public TextOption Options => Input.Options;

    public bool BigEndian { get; }

    public int LongSizeBytes { get; }

    public SymbolText Symbols { get; }

    public PrintNames Names { get; }

    public bool Has(TextOption option) => (Input.Options & option) != 0;

    /// <summary>The print fmt of a format; null where it cannot be evaluated, so that fields stand in its place. Said where it is too long.</summary>
    public ParsedPrintFmt? Parse(EventFormat format)
    {
        if (PrintFmtParser.TryParse(format, out ParsedPrintFmt? parsed, out TextDiagnostic diagnostic, LongSizeBytes, BigEndian))
        {
            return parsed;
        }

        if (diagnostic.IsLimit)
        {
            Input.Problems?.Add($"print fmt of {Excerpt.Of(format.ToString())}: {diagnostic}; its events' fields are shown instead");
        }

        return null;
    }

    /// <summary>A scalar field by name; one that reads nothing if this kernel's event lacks it.</summary>
    public EventField Field(EventFormat format, string name) => new(format.Find(name), BigEndian);
}
