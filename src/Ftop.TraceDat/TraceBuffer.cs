using System.Collections.Immutable;

namespace Ftop.TraceDat;

/// <summary>One recorded ring buffer: the top-level one, or that of an instance.</summary>
public sealed record TraceBuffer
{
    /// <summary>The instance's name; empty for the top-level buffer.</summary>
    public required string Name { get; init; }

    /// <summary>Its trace clock's name; empty where the file does not tell.</summary>
    public required string Clock { get; init; }

    /// <summary>Size of a sub-buffer in bytes.</summary>
    public required int SubBufferSizeBytes { get; init; }

    /// <summary>CPUs that have data, ascending.</summary>
    public required ImmutableArray<CpuData> Cpus { get; init; }

    /// <summary>The text of <c>trace</c>, which is all that is recorded of a latency tracer; empty for any other.</summary>
    public ReadOnlyMemory<byte> LatencyText { get; init; }
}

/// <summary>Where one CPU's sub-buffers stand.</summary>
/// <param name="Cpu">The kernel's CPU number.</param>
/// <param name="Offset">Bytes from the file's start.</param>
/// <param name="SizeBytes">Bytes in the file: of compressed data, their stored size.</param>
public readonly record struct CpuData(int Cpu, long Offset, long SizeBytes);
