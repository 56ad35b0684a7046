using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>One ring buffer of a recording, of whatever kind, as the text of a trace needs it.</summary>
/// <param name="Name">The instance's name; empty for the top-level buffer.</param>
/// <param name="Input">All that is known besides the sub-buffers.</param>
/// <param name="OpenCpus">Opens the sub-buffers of every CPU, ascending; the caller disposes them.</param>
public sealed record RecordedBuffer(
    string Name, TraceTextInput Input, Func<IReadOnlyList<(int Cpu, ISubBufferSequence SubBuffers)>> OpenCpus)
{
    /// <summary>The kernel's numbers of the CPUs with data, ascending.</summary>
    public IReadOnlyList<int> Cpus { get; init; } = [];

    /// <summary>What the kernel printed of a tracer that keeps the worst case (<see cref="WorstCaseTracer"/>); empty for any other.</summary>
    public ReadOnlyMemory<byte> LatencyText { get; init; }
}
