namespace Ftop.Aggregation.Windows;

/// <summary>A part of what a row is.</summary>
/// <param name="Name">In JSON: <c>vec</c>, <c>dev</c>, <c>pid</c>.</param>
/// <param name="Number">Where it is one; null where it is text alone.</param>
/// <param name="Text">The text, or the number's name; null where it has none. Untrusted: made safe where it is shown.</param>
public readonly record struct KeyPart(string Name, long? Number, string? Text)
{
    /// <summary>What <see cref="Text"/> is called in JSON beside a number.</summary>
    public const string NameOfNumber = "name";

    /// <summary>The same of a task.</summary>
    public const string NameOfTask = "comm";

    /// <summary>Whether the number is a task's pid.</summary>
    public bool IsTask { get; init; }
}
