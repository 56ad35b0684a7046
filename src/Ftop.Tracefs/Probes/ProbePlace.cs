namespace Ftop.Tracefs.Probes;

/// <summary>Where a probe is: <c>[MODULE:]SYMBOL[+OFFSET][%return]</c>, an address, or <c>PATH:SYMBOL</c> and <c>PATH:OFFSET</c> of a program or library.</summary>
public sealed record ProbePlace
{
    private const string ReturnMark = "%return";

    /// <summary>As it was typed.</summary>
    public required ProbeWord Word { get; init; }

    /// <summary>The program or library; null for a place in the kernel.</summary>
    public string? Path { get; init; }

    /// <summary>The kernel's module; null where none is named.</summary>
    public string? Module { get; init; }

    /// <summary>The function, or what is no function where it begins with a digit: an address, or an offset in the file.</summary>
    public required ProbeWord Symbol { get; init; }

    /// <summary>Bytes behind the symbol as they were typed, with their sign; empty for the function's entry.</summary>
    public string Offset { get; init; } = "";

    /// <summary>Whether <c>%return</c> stands behind it.</summary>
    public bool IsReturn { get; init; }

    /// <summary>What stands behind a place in a file and is not looked into, as <c>(0x10)</c>, the reference counter of a marker.</summary>
    public string Tail { get; init; } = "";

    /// <summary>Whether it is a number and no symbol.</summary>
    public bool IsNumber => Symbol.Text.Length > 0 && char.IsAsciiDigit(Symbol.Text[0]);

    /// <summary>Whether it is where a function begins.</summary>
    public bool IsEntry => !IsNumber && Offset is "" or "+0" or "+0x0";

    /// <summary>Takes a word apart.</summary>
    public static ProbePlace Of(ProbeWord word)
    {
        string text = word.Text;
        bool isUser = IsPath(text);
        int colon = isUser ? text.LastIndexOf(':') : text.IndexOf(':', StringComparison.Ordinal);
        string symbol = text[(colon + 1)..];
        int paren = isUser ? symbol.IndexOf('(', StringComparison.Ordinal) : -1;
        string tail = paren < 0 ? "" : symbol[paren..];
        symbol = symbol[..(symbol.Length - tail.Length)];
        bool isReturn = symbol.EndsWith(ReturnMark, StringComparison.Ordinal);
        symbol = isReturn ? symbol[..^ReturnMark.Length] : symbol;
        int sign = symbol.IndexOfAny(['+', '-'], Math.Min(1, symbol.Length));
        return new ProbePlace
        {
            Word = word,
            Path = isUser && colon > 0 ? text[..colon] : null,
            Module = isUser || colon < 0 ? null : text[..colon],
            Symbol = new ProbeWord(sign < 0 ? symbol : symbol[..sign], word.ColumnNumber + colon + 1),
            Offset = sign < 0 ? "" : symbol[sign..],
            IsReturn = isReturn,
            Tail = tail,
        };
    }

    /// <summary>Whether it begins as the path of a file does: an absolute one, or one with a directory.</summary>
    internal static bool IsPath(string text) => text.AsSpan(0, Math.Max(0, text.LastIndexOf(':'))).Contains('/') || text.StartsWith('/');
}
