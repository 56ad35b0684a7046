namespace Ftop.TraceDat.Writing;

/// <summary>One ring buffer that is to be written.</summary>
/// <param name="Name">The instance's name; empty for the top-level buffer, which every file begins with.</param>
/// <param name="Clock">Its trace clock's name.</param>
/// <param name="Cpus">CPUs with their sub-buffers, ascending.</param>
public sealed record RecordedBufferPages(string Name, string Clock, IReadOnlyList<RecordedPages> Cpus)
{
    /// <summary>What stands in the place of sub-buffers where the tracer keeps the worst case (<see cref="TraceBuffer.LatencyText"/>).</summary>
    public ReadOnlyMemory<byte> LatencyText { get; init; }
}
