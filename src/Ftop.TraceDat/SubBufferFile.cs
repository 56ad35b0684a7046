using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>Sub-buffers one after the other in a file, as reading <c>trace_pipe_raw</c> into one leaves them.</summary>
internal sealed class SubBufferFile(string path, int subBufferSizeBytes) : ISubBufferSequence
{
    private const int MaxReadBytes = 1 << 16;

    // Thousands of CPUs have little each.
    private readonly FileStream _stream = new(
        path, FileMode.Open, FileAccess.Read, FileShare.Read, (int)Math.Clamp(new FileInfo(path).Length, 1, MaxReadBytes), FileOptions.SequentialScan);

    public int Read(Span<byte> destination) =>
        _stream.ReadAtLeast(destination[..subBufferSizeBytes], subBufferSizeBytes, throwOnEndOfStream: false);

    public void Rewind() => _stream.Position = 0;

    public void Dispose() => _stream.Dispose();
}
