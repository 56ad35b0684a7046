using System.Buffers;

namespace Ftop.TraceDat;

/// <summary>One CPU's sub-buffers out of a trace.dat, in order: straight from the file, or chunk by chunk where they are compressed.</summary>
public sealed class CpuDataReader : IDisposable
{
    private const int MaxReadBytes = 1 << 16;

    private readonly FileStream _stream;
    private readonly DatStream _file;
    private readonly Compression _compression;
    private readonly HeldBytes _held;
    private readonly int _subBufferSizeBytes;
    private readonly long _end;
    private PackedChunk _chunk = PackedChunk.Empty;
    private byte[] _subBuffer = [];
    private uint _chunksLeft;
    private long _unpackedBytesLeft;

    internal CpuDataReader(string path, CpuData cpu, TraceBuffer buffer, bool bigEndian, Compression compression, HeldBytes held)
    {
        int readBytes = (int)Math.Clamp(cpu.SizeBytes, 1, MaxReadBytes); // thousands of CPUs have little each
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, readBytes, FileOptions.SequentialScan);
        _file = new DatStream(_stream, path) { BigEndian = bigEndian };
        _compression = compression;
        _held = held;
        _subBufferSizeBytes = buffer.SubBufferSizeBytes;
        _end = Math.Min(_stream.Length, cpu.Offset + cpu.SizeBytes);
        _stream.Position = Math.Min(cpu.Offset, _stream.Length);
        if (!compression.IsNone && _stream.Position < _end)
        {
            _chunksLeft = _file.ReadUInt32();
            _unpackedBytesLeft = DatLimits.MaxUnpackedBytes(_end - cpu.Offset, buffer.Cpus.Length, _subBufferSizeBytes);
        }
    }

    /// <summary>The next sub-buffer; valid until the next call.</summary>
    /// <returns>False at the end, also at the end of a truncated file.</returns>
    /// <exception cref="TraceDatException">Compressed data is damaged.</exception>
    public bool TryReadNext(out ReadOnlySpan<byte> subBuffer)
    {
        _subBuffer = _subBuffer.Length == 0 ? new byte[_subBufferSizeBytes] : _subBuffer;
        subBuffer = _subBuffer;
        return Read(_subBuffer) > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Hold(PackedChunk.Empty);
        _stream.Dispose();
    }

    /// <summary>Reads the next sub-buffer into <paramref name="destination"/>; returns its size, 0 at the end.</summary>
    internal int Read(Span<byte> destination)
    {
        destination = destination[.._subBufferSizeBytes];
        if (_compression.IsNone)
        {
            return _stream.Position + destination.Length <= _end
                && _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) == destination.Length ? destination.Length : 0;
        }

        while (!_chunk.TryTake(destination))
        {
            if (_chunksLeft == 0 || _stream.Position >= _end)
            {
                return 0;
            }

            _chunksLeft--;
            ReadChunk();
        }

        return destination.Length;
    }

    private void ReadChunk()
    {
        long at = _file.Position;
        byte[] unpacked = _compression.RentChunk(_file, Math.Min(DatLimits.MaxChunkBytes(_subBufferSizeBytes), _unpackedBytesLeft), out int length);
        _unpackedBytesLeft -= length;
        var chunk = PackedChunk.Of(unpacked.AsSpan(0, length), _subBufferSizeBytes);
        ArrayPool<byte>.Shared.Return(unpacked);
        if (!Hold(chunk))
        {
            _chunksLeft = 0;
            throw new TraceDatException(_file.Path, at, $"the CPUs' sub-buffers need more than {_held.Max} bytes at a time, which so small a file cannot have filled: the rest is not read");
        }
    }

    private bool Hold(PackedChunk chunk)
    {
        _held.Return(_chunk.HeldBytes);
        bool isHeld = _held.TryTake(chunk.HeldBytes);
        _chunk = isHeld ? chunk : PackedChunk.Empty;
        return isHeld;
    }
}
