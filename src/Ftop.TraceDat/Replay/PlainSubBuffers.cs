using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat.Replay;

/// <summary>Sub-buffers one after the other in a file.</summary>
internal sealed class PlainSubBuffers : SubBufferStore
{
    private const int BlockBytes = 1 << 16;

    private readonly SafeFileHandle _file;
    private readonly long _offset;
    private readonly long _sizeBytes;
    private readonly int _subBufferSizeBytes;
    private readonly int _perBlock;

    /// <param name="file">Not closed by this.</param>
    /// <param name="offset">Where the first one begins.</param>
    /// <param name="sizeBytes">Bytes of all; the last sub-buffer may lack some.</param>
    /// <param name="subBufferSizeBytes">Size of each.</param>
    public PlainSubBuffers(SafeFileHandle file, long offset, long sizeBytes, int subBufferSizeBytes)
    {
        (_file, _offset, _sizeBytes, _subBufferSizeBytes) = (file, offset, sizeBytes, subBufferSizeBytes);
        _perBlock = Math.Max(1, BlockBytes / subBufferSizeBytes);
        Count = (sizeBytes + subBufferSizeBytes - 1) / subBufferSizeBytes;
    }

    /// <inheritdoc/>
    public override long Count { get; }

    /// <inheritdoc/>
    protected override (long Block, int OffsetBytes, int LengthBytes) Find(long index) =>
        (index / _perBlock, (int)(index % _perBlock) * _subBufferSizeBytes, _subBufferSizeBytes);

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Load(long block, ReadOnlyMemory<byte> spare)
    {
        int blockBytes = _perBlock * _subBufferSizeBytes;
        byte[] bytes = MemoryMarshal.TryGetArray(spare, out ArraySegment<byte> used) && used.Array?.Length == blockBytes ? used.Array : new byte[blockBytes];
        long start = block * blockBytes;
        int wanted = (int)Math.Min(blockBytes, _sizeBytes - start);
        int read = 0;
        while (read < wanted && RandomAccess.Read(_file, bytes.AsSpan(read, wanted - read), _offset + start + read) is > 0 and int more)
        {
            read += more;
        }

        return bytes.AsMemory(0, read);
    }
}
