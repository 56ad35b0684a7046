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

    /// <summary>A scalar field by name; one that reads nothing if this kernel's event lacks it.</summary>
    public EventField Field(EventFormat format, string name) => new(format.Find(name), BigEndian);
}
