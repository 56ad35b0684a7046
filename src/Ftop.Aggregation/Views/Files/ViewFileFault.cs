using Ftop.Decoding;

namespace Ftop.Aggregation.Views.Files;

/// <summary>What is wrong in a view's file, and where; ends the reading of it, and never leaves <see cref="ViewFileReader"/>.</summary>
internal sealed class ViewFileFault : Exception
{
    /// <param name="at">Bytes before it.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What should.</param>
    public ViewFileFault(long at, string found, string expected)
        : base($"'{Excerpt.Of(found)}'; expected {expected}") => At = at;

    /// <param name="part">What stands there.</param>
    /// <param name="expected">What should.</param>
    public ViewFileFault(JsonPart part, string expected)
        : this(part.At, part.Text, expected)
    {
    }

    private ViewFileFault(string message, long at)
        : base(message) => At = at;

    /// <summary>Bytes before it.</summary>
    public long At { get; }

    /// <summary>A fault in other words.</summary>
    public static ViewFileFault Saying(long at, string message) => new(message, at);
}
