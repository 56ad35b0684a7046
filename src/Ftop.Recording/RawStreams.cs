using System.Collections.Immutable;
using Ftop.Decoding.Files;
using Ftop.Decoding.RingBuffer;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs.Recording;
using Microsoft.Win32.SafeHandles;

namespace Ftop.Recording;

/// <summary>One file a CPU, which takes sub-buffers as they are. A write that fails ends it: the reader that brings them is not kept.</summary>
public sealed class RawStreams : IDisposable
{
    private readonly ImmutableArray<OutputFileStream> _files;
    private long _bytes;
    private volatile FileException? _fault;

    /// <param name="prefix">Each file is named so, and <c>.cpuN</c>.</param>
    /// <param name="cpus">The kernel's numbers.</param>
    public RawStreams(string prefix, ImmutableArray<int> cpus)
    {
        List<OutputFileStream> files = [];
        try
        {
            files.AddRange(cpus.Select(cpu => OutputFileStream.CreateNew(BufferRecorder.FileOf(prefix, cpu))));
            _files = [.. files];
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>Bytes written.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Why nothing more is written; null while it is.</summary>
    public FileException? Fault => _fault;

    /// <summary>The time that they hold, as a text.</summary>
    public string SpanText(HeaderPage layout, string clock)
    {
        var span = new RecordedSpan(layout);
        foreach (OutputFileStream file in _files.Where(file => file.Length > 0))
        {
            using SafeFileHandle written = File.OpenHandle(file.FilePath);
            byte[] oldest = new byte[layout.SubBufferSizeBytes];
            byte[] latest = new byte[layout.SubBufferSizeBytes];
            long end = file.Length / oldest.Length * oldest.Length; // a torn one behind it is left out
            if (RandomAccess.Read(written, oldest, 0) == oldest.Length && RandomAccess.Read(written, latest, end - latest.Length) == latest.Length)
            {
                span.Include(oldest, latest);
            }
        }

        return span.Text(clock);
    }

    /// <summary>Writes a sub-buffer behind those of its CPU.</summary>
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
        catch (FileException fault)
        {
            _fault = fault;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OutputFileStream file in _files)
        {
            file.Dispose();
        }
    }
}
