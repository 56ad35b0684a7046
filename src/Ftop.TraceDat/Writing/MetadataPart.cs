namespace Ftop.TraceDat.Writing;

/// <summary>A part of the metadata.</summary>
/// <param name="Id">Of its section in version 7.</param>
/// <param name="Description">Of its section in version 7.</param>
/// <param name="Head">What it begins with.</param>
internal sealed record MetadataPart(TraceOptionId Id, string Description, DatOutput Head)
{
    /// <summary>What follows, as it is: symbols are megabytes, not to be copied.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>True if <paramref name="other"/> is written as this is. Of a text only the same memory is the same: it is not compared.</summary>
    public bool IsSame(MetadataPart other) => Text.Equals(other.Text) && Head.Written.SequenceEqual(other.Head.Written);
}
