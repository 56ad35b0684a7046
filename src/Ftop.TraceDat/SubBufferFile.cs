using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>Sub-buffers one after the other in a file, as reading <c>trace_pipe_raw</c> into one leaves them.</summary>
internal sealed class SubBufferFile : ISubBufferSequence
{
    private const int MaxReadBytes = 1 << 16;

    private readonly FileStream _stream;
    private readonly FilledParts _parts;
    private readonly int _subBufferSizeBytes;
    private long _index;

    /// <exception cref="InvalidDataException">It is no regular file.</exception>
    public SubBufferFile(string path, int subBufferSizeBytes)
    {
        _stream = TreeFile.Open(path, MaxReadBytes);
        _parts = new FilledParts(_stream.SafeFileHandle, 0, _stream.Length, subBufferSizeBytes);
        _subBufferSizeBytes = subBufferSizeBytes;
    }

    public int Read(Span<byte> destination)
    {
        if (_index >= _parts.Count)
        {
            return 0;
        }

        _stream.Position = _parts.OffsetOf(_index++);
        return _stream.ReadAtLeast(destination[.._subBufferSizeBytes], _subBufferSizeBytes, throwOnEndOfStream: false);
    }

    public void Rewind() => _index = 0;

    public void Dispose() => _stream.Dispose();
}
