using Ftop.Decoding.Text;

namespace Ftop.Decoding.Tests.Text;

/// <summary>Sub-buffers one after the other in memory.</summary>
internal sealed class ArraySubBuffers(byte[] bytes, int subBufferSizeBytes) : ISubBufferSequence
{
    private int _offset;

    public int Read(Span<byte> destination)
    {
        int length = Math.Min(subBufferSizeBytes, bytes.Length - _offset);
        bytes.AsSpan(_offset, length).CopyTo(destination);
        _offset += length;
        return length;
    }

    public void Rewind() => _offset = 0;

    public void Dispose()
    {
    }
}
