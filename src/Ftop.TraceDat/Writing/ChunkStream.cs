namespace Ftop.TraceDat.Writing;

/// <summary>
/// Packs one CPU's sub-buffers behind the position of a file: u32 number of chunks, then for each u32 packed size, u32 unpacked size and the packed bytes; a
/// chunk holds at most 10 sub-buffers. <see cref="Seal"/> ends it, also where the disk is full: then with the chunks that are there whole.
/// </summary>
internal sealed class ChunkStream : WriteOnlyStream
{
    private const int SubBuffersInChunk = 10;
    private readonly Stream _output;
    private readonly Compression _compression;
    private readonly bool _bigEndian;
    private readonly byte[] _chunk;
    private readonly long _start;
    private long _wholeEnd;
    private int _filled;
    private int _chunks;

    public ChunkStream(Stream output, Compression compression, int subBufferSizeBytes, bool bigEndian)
    {
        (_output, _compression, _bigEndian) = (output, compression, bigEndian);
        _chunk = new byte[SubBuffersInChunk * subBufferSizeBytes];
        _start = output.Position;
        _output.Write(new DatOutput(bigEndian).UInt32(0).Written);
        _wholeEnd = _output.Position;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int taken = Math.Min(buffer.Length, _chunk.Length - _filled);
            buffer[..taken].CopyTo(_chunk.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
            if (_filled == _chunk.Length)
            {
                WriteChunk();
            }
        }
    }

    /// <summary>Writes what is left.</summary>
    public override void Flush()
    {
        if (_filled > 0)
        {
            WriteChunk();
        }
    }

    /// <summary>Cuts the file behind the last whole chunk, puts the number of chunks before them and leaves the position at the end.</summary>
    public void Seal()
    {
        _output.Position = _start;
        _output.Write(new DatOutput(_bigEndian).UInt32(_chunks).Written);
        _output.SetLength(_wholeEnd);
        _output.Position = _wholeEnd;
    }

    private void WriteChunk()
    {
        _output.Write(_compression.PackChunk(_chunk.AsSpan(0, _filled), _bigEndian));
        _wholeEnd = _output.Position;
        _chunks++;
        _filled = 0;
    }
}
