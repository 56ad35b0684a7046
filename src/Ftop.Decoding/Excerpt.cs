namespace Ftop.Decoding;

/// <summary>A stretch of a file's own text for a message, which stays a line however long that text is.</summary>
public static class Excerpt
{
    private const int MaxLength = 80;

    /// <summary>The first 80 characters, and dots where more follow. Untrusted: made safe where it is shown.</summary>
    public static string Of(ReadOnlySpan<char> text) => text.Length <= MaxLength ? text.ToString() : $"{text[..MaxLength]}…";
}
