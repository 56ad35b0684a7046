namespace Ftop.TraceDat.Writing;

/// <summary>Sub-buffers of another trace.dat, unpacked as they are read.</summary>
public sealed class CopiedPages : RecordedPages
{
    private readonly TraceDatFile _file;
    private readonly TraceBuffer _buffer;
    private readonly CpuData _cpu;

    /// <param name="file">Stays open until they are copied.</param>
    /// <param name="buffer">One of its buffers.</param>
    /// <param name="cpu">One of the buffer's CPUs.</param>
    public CopiedPages(TraceDatFile file, TraceBuffer buffer, CpuData cpu)
        : base(cpu.Cpu)
    {
        (_file, _buffer, _cpu) = (file, buffer, cpu);
    }

    /// <inheritdoc/>
    public override long SizeBytes => _cpu.SizeBytes;

    /// <inheritdoc/>
    public override void CopyTo(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using CpuDataReader reader = _file.OpenCpu(_buffer, _cpu);
        while (reader.TryReadNext(out ReadOnlySpan<byte> subBuffer))
        {
            output.Write(subBuffer);
        }
    }
}
