using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>One CPU's sub-buffers of a trace.dat for the text of a trace. Damaged compressed data ends them.</summary>
/// <param name="open">Begins at the first sub-buffer.</param>
/// <param name="problems">Takes a line on what cannot be read, once; null to throw instead.</param>
internal sealed class DatSubBuffers(Func<CpuDataReader> open, ICollection<string>? problems) : ISubBufferSequence
{
    private CpuDataReader? _reader;

    public int Read(Span<byte> destination)
    {
        try
        {
            _reader ??= open();
            return _reader.Read(destination);
        }
        catch (TraceDatException damaged) when (problems is not null)
        {
            problems.Add(damaged.Message);
            return 0;
        }
    }

    public void Rewind() => Dispose();

    public void Dispose()
    {
        _reader?.Dispose();
        _reader = null;
    }
}
