using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>One CPU's sub-buffers of a trace.dat for the text of a trace.</summary>
internal sealed class DatSubBuffers(Func<CpuDataReader> open) : ISubBufferSequence
{
    private CpuDataReader _reader = open();

    public int Read(Span<byte> destination)
    {
        if (!_reader.TryReadNext(out ReadOnlySpan<byte> subBuffer))
        {
            return 0;
        }

        subBuffer.CopyTo(destination);
        return subBuffer.Length;
    }

    public void Rewind()
    {
        _reader.Dispose();
        _reader = open();
    }

    public void Dispose() => _reader.Dispose();
}
