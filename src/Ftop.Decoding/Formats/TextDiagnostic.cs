namespace Ftop.Decoding.Formats;

/// <summary>Why a text of the kernel could not be read, and where. Returned by every <c>TryParse</c>, never thrown.</summary>
/// <param name="PositionIndex">UTF-16 code units from the start of the text.</param>
/// <param name="LineNumber">Counts from 1.</param>
/// <param name="ColumnNumber">Counts from 1, a tab is one column.</param>
/// <param name="Message">What was expected, without the position.</param>
public readonly record struct TextDiagnostic(int PositionIndex, int LineNumber, int ColumnNumber, string Message)
{
    /// <summary>Whether the text is well-formed as far as it was read, but longer or deeper than is read: no kernel writes such, and it is said where it is met.</summary>
    public bool IsLimit { get; init; }

    /// <summary><c>line 3, column 9: expected a number</c>.</summary>
    public override string ToString() => $"line {LineNumber}, column {ColumnNumber}: {Message}";

    internal static TextDiagnostic At(ReadOnlySpan<char> text, int positionIndex, string message)
    {
        ReadOnlySpan<char> before = text[..Math.Min(positionIndex, text.Length)];
        int lineStart = before.LastIndexOf('\n') + 1;
        return new TextDiagnostic(positionIndex, before.Count('\n') + 1, before.Length - lineStart + 1, message);
    }
}
