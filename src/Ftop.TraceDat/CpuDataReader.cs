using System.Buffers;
using Ftop.TraceDat.Replay;

namespace Ftop.TraceDat;

/// <summary>
/// One CPU's sub-buffers out of a trace.dat, in order: straight from the file, or chunk by chunk where they are compressed. All of a file's are for one
/// thread, and for as long as the file is open.
/// </summary>
public sealed class CpuDataReader : IDisposable
{
    private readonly DatStream _file;
    private readonly Compression _compression;
    private readonly HeldBytes _held;
    private readonly int _subBufferSizeBytes;
    private readonly long _end;
    private readonly PlainSubBuffers? _plain; // where they are not packed
    private long _index;
    private long _next;
    private PackedChunk _chunk = PackedChunk.Empty;
    private byte[] _subBuffer = [];
    private uint _chunksLeft;
    private long _unpackedBytesLeft;

    /// <param name="stream">The file, not closed by this: all CPUs read it in turn, so that thousands of them need one descriptor.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="cpu">Where the CPU's data stands.</param>
    /// <param name="buffer">The buffer that it is of.</param>
    /// <param name="bigEndian">Byte order of the numbers before a chunk.</param>
    /// <param name="compression">Of the chunks.</param>
    /// <param name="held">Bounds what all readers together hold.</param>
    internal CpuDataReader(FileStream stream, string path, CpuData cpu, TraceBuffer buffer, bool bigEndian, Compression compression, HeldBytes held)
    {
        _file = new DatStream(stream, path) { BigEndian = bigEndian };
        _compression = compression;
        _held = held;
        _subBufferSizeBytes = buffer.SubBufferSizeBytes;
        _end = Math.Min(stream.Length, cpu.Offset + cpu.SizeBytes);
        long there = Math.Max(0, _end - cpu.Offset);
        if (compression.IsNone)
        {
            _plain = new PlainSubBuffers(stream.SafeFileHandle, cpu.Offset, there - (there % _subBufferSizeBytes), _subBufferSizeBytes);
        }
        else if (there > 0)
        {
            _file.Seek(cpu.Offset);
            _chunksLeft = _file.ReadUInt32();
            _next = _file.Position;
            _unpackedBytesLeft = DatLimits.MaxUnpackedBytes(there, buffer.Cpus.Length, _subBufferSizeBytes);
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
    }

    /// <summary>Reads the next sub-buffer into <paramref name="destination"/>; returns its size, 0 at the end.</summary>
    internal int Read(Span<byte> destination)
    {
        destination = destination[.._subBufferSizeBytes];
        if (_plain is not null)
        {
            if (_index >= _plain.Count)
            {
                return 0;
            }

            ReadOnlySpan<byte> subBuffer = _plain.Read(_index++);
            subBuffer.CopyTo(destination);
            return subBuffer.Length == destination.Length ? destination.Length : 0;
        }

        while (!_chunk.TryTake(destination))
        {
            if (_chunksLeft == 0 || _next >= _end)
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
        long at = _next;
        _file.Seek(at);
        byte[] unpacked = _compression.RentChunk(_file, Math.Min(DatLimits.MaxChunkBytes(_subBufferSizeBytes), _unpackedBytesLeft), out int length);
        _next = _file.Position;
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
