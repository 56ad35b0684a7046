using System.Collections.Immutable;
using Ftop.Tracefs;

namespace Ftop.Recording;

/// <summary>One file a CPU, which takes sub-buffers as they are. A write that fails ends it: the reader that brings them is not kept.</summary>
internal sealed class RawStreams : IDisposable
{
    private readonly ImmutableArray<FileStream> _files;
    private long _bytes;
    private volatile IOException? _fault;

    /// <param name="prefix">Each file is named so, and <c>.cpuN</c>.</param>
    /// <param name="cpus">The kernel's numbers.</param>
    public RawStreams(string prefix, ImmutableArray<int> cpus) =>
        _files = [.. cpus.Select(cpu => new FileStream(BufferRecorder.FileOf(prefix, cpu), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))];

    /// <summary>Bytes written.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Why nothing more is written; null while it is.</summary>
    public IOException? Fault => _fault;

    public void Write(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        if (_fault is not null)
        {
            return;
        }

        try
        {
            _files[cpuIndex].Write(subBuffer);
            Interlocked.Add(ref _bytes, subBuffer.Length);
        }
        catch (IOException fault)
        {
            _fault = fault;
        }
    }

    public void Dispose()
    {
        foreach (FileStream file in _files)
        {
            file.Dispose();
        }
    }
}
