using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.TraceDat.Writing;

namespace Ftop.Recording;

/// <summary>
/// Stands between the kernel and what counts: keeps the last sub-buffers of every CPU in memory as they come, and writes them to files while the operator
/// records. It neither decodes nor, once its rings are there, allocates.
/// </summary>
public sealed class FlightRecorder : ISubBufferSink, IDisposable
{
    // As much is copied for one who wants to see what happened.
    private const long MostReadBytes = 2 << 20;

    private readonly ISubBufferSink _next;
    private readonly ImmutableArray<int> _cpus;
    private readonly ImmutableArray<FlightRing> _rings;
    private volatile RawStreams? _streams;

    /// <param name="next">Takes the sub-buffers after it.</param>
    /// <param name="cpus">The source's CPUs.</param>
    /// <param name="sizeBytes">Room over all CPUs; 0 keeps nothing.</param>
    public FlightRecorder(ISubBufferSink next, ImmutableArray<int> cpus, long sizeBytes)
    {
        (_next, _cpus) = (next, cpus);
        _rings = sizeBytes == 0 ? [] : [.. cpus.Select(_ => new FlightRing(sizeBytes / cpus.Length))];
    }

    /// <summary>Whether anything is kept.</summary>
    public bool IsOn => !_rings.IsEmpty;

    /// <summary>Where sub-buffers are written to as well; null for nowhere.</summary>
    public RawStreams? Streams
    {
        get => _streams;
        set => _streams = value;
    }

    /// <inheritdoc/>
    public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        if (!_rings.IsEmpty)
        {
            _rings[cpuIndex].Put(subBuffer);
        }

        _streams?.Write(cpuIndex, subBuffer);
        _next.Accept(cpuIndex, subBuffer);
    }

    /// <summary>What is held now, for a trace.dat.</summary>
    public IReadOnlyList<RecordedPages> Pages(int pageSizeBytes) => [.. _rings.Select((ring, index) => new FlightPages(_cpus[index], ring, pageSizeBytes))];

    /// <summary>Each CPU's sub-buffers that may have events between two times of the trace clock, as far as they are held.</summary>
    public IEnumerable<(int Cpu, IReadOnlyList<byte[]> SubBuffers)> Between(ulong begin, ulong end, HeaderPage layout) =>
        _rings.Select((ring, index) => (_cpus[index], (IReadOnlyList<byte[]>)ring.Between(begin, end, MostReadBytes / _rings.Length, layout)));

    /// <summary>The time that is held now, as a text.</summary>
    public string SpanText(HeaderPage layout, string clock)
    {
        var span = new RecordedSpan(layout);
        foreach (FlightRing ring in _rings)
        {
            (byte[] oldest, byte[] latest) = ring.Ends();
            span.Include(oldest, latest);
        }

        return span.Text(clock);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (FlightRing ring in _rings)
        {
            ring.Dispose();
        }
    }
}

/// <summary>What a ring holds, for a trace.dat.</summary>
internal sealed class FlightPages(int cpu, FlightRing ring, int pageSizeBytes) : RecordedPages(cpu)
{
    public override long SizeBytes { get; } = ring.HeldBytes;

    public override void CopyTo(Stream output) => ring.CopyTo(output, pageSizeBytes);
}
