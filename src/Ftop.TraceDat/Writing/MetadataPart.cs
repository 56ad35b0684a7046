namespace Ftop.TraceDat.Writing;

/// <summary>A part of the metadata.</summary>
/// <param name="Id">Of its section in version 7.</param>
/// <param name="Description">Of its section in version 7.</param>
/// <param name="Head">What it begins with.</param>
internal sealed record MetadataPart(TraceOptionId Id, string Description, DatOutput Head)
{
    /// <summary>What follows, as it is: symbols are megabytes, not to be copied.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }
}
