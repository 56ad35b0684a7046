namespace Ftop.TraceDat;

/// <summary>One CPU's sub-buffers out of a trace.dat, in order: straight from the file, or chunk by chunk where they are compressed.</summary>
public sealed class CpuDataReader : IDisposable
{
    private readonly FileStream _stream;
    private readonly DatStream _file;
    private readonly Compression _compression;
    private readonly byte[] _subBuffer;
    private readonly long _end;
    private ReadOnlyMemory<byte> _chunk;
    private uint _chunksLeft;

    internal CpuDataReader(string path, CpuData cpu, int subBufferSizeBytes, bool bigEndian, Compression compression)
    {
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        _file = new DatStream(_stream, path) { BigEndian = bigEndian };
        _compression = compression;
        _subBuffer = new byte[subBufferSizeBytes];
        _end = Math.Min(_stream.Length, cpu.Offset + cpu.SizeBytes);
        _stream.Position = Math.Min(cpu.Offset, _stream.Length);
        if (!compression.IsNone && _stream.Position < _end)
        {
            _chunksLeft = _file.ReadUInt32();
        }
    }

    /// <summary>The next sub-buffer; valid until the next call.</summary>
    /// <returns>False at the end, also at the end of a truncated file.</returns>
    /// <exception cref="TraceDatException">Compressed data is damaged.</exception>
    public bool TryReadNext(out ReadOnlySpan<byte> subBuffer)
    {
        if (!_compression.IsNone)
        {
            return TryUnpackNext(out subBuffer);
        }

        subBuffer = _subBuffer;
        return _stream.Position + _subBuffer.Length <= _end
            && _stream.ReadAtLeast(_subBuffer, _subBuffer.Length, throwOnEndOfStream: false) == _subBuffer.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private bool TryUnpackNext(out ReadOnlySpan<byte> subBuffer)
    {
        while (_chunk.Length < _subBuffer.Length)
        {
            if (_chunksLeft == 0 || _stream.Position >= _end)
            {
                subBuffer = default;
                return false;
            }

            _chunksLeft--;
            _chunk = _compression.ReadChunk(_file);
        }

        subBuffer = _chunk.Span[.._subBuffer.Length];
        _chunk = _chunk[_subBuffer.Length..];
        return true;
    }
}
