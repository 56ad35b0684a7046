namespace Ftop.TraceDat.Writing;

/// <summary>Sub-buffers that stand in the file already, at the place where they are to be written (<see cref="TraceDatWriter.Begin"/>).</summary>
public sealed class PagesInPlace : RecordedPages
{
    /// <param name="cpu">The kernel's CPU number.</param>
    /// <param name="sizeBytes">Size of all, without a torn one at the end.</param>
    public PagesInPlace(int cpu, long sizeBytes)
        : base(cpu) => SizeBytes = sizeBytes;

    /// <inheritdoc/>
    public override long SizeBytes { get; }

    /// <inheritdoc/>
    public override void CopyTo(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Position += SizeBytes;
    }
}
