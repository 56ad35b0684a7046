using Ftop.Decoding;

namespace Ftop.Capturing;

/// <summary>Sub-buffers to files, one a CPU, as <c>per_cpu/cpuN/trace_pipe_raw</c>: one after the other, each with its full size.</summary>
internal sealed class SubBufferFiles : ISubBufferSink, IDisposable
{
    private readonly FileStream[] _files;
    private readonly byte[] _padding;
    private long _count;

    /// <param name="directory">The tree's top.</param>
    /// <param name="cpus">The kernel's numbers.</param>
    /// <param name="subBufferSizeBytes">Size of each.</param>
    public SubBufferFiles(string directory, IReadOnlyList<int> cpus, int subBufferSizeBytes)
    {
        _padding = new byte[subBufferSizeBytes];
        _files = [.. cpus.Select(cpu =>
        {
            string cpuDirectory = Path.Combine(directory, "per_cpu", $"cpu{cpu}");
            Directory.CreateDirectory(cpuDirectory);
            return File.Create(Path.Combine(cpuDirectory, "trace_pipe_raw"), 1 << 16);
        })];
    }

    /// <summary>Sub-buffers taken, of all CPUs.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <inheritdoc/>
    public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        _files[cpuIndex].Write(subBuffer);
        _files[cpuIndex].Write(_padding.AsSpan(Math.Min(subBuffer.Length, _padding.Length)));
        Interlocked.Increment(ref _count);
    }

    public void Dispose()
    {
        foreach (FileStream file in _files)
        {
            file.Dispose();
        }
    }
}
