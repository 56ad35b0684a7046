using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat.Replay;

/// <summary>Sub-buffers one after the other in a file.</summary>
internal sealed class PlainSubBuffers : SubBufferStore
{
    private const int BlockBytes = 1 << 16;

    private readonly SafeFileHandle _file;
    private readonly long _end;
    private readonly int _subBufferSizeBytes;
    private readonly int _perBlock;
    private readonly FilledParts _parts;

    /// <param name="file">Not closed by this.</param>
    /// <param name="offset">Where the first one begins.</param>
    /// <param name="sizeBytes">Bytes of all; the last sub-buffer may lack some.</param>
    /// <param name="subBufferSizeBytes">Size of each.</param>
    public PlainSubBuffers(SafeFileHandle file, long offset, long sizeBytes, int subBufferSizeBytes)
    {
        (_file, _end, _subBufferSizeBytes) = (file, offset + sizeBytes, subBufferSizeBytes);
        _parts = new FilledParts(file, offset, sizeBytes, subBufferSizeBytes);
        _perBlock = (int)Math.Clamp(_parts.Count, 1, Math.Max(1, BlockBytes / subBufferSizeBytes)); // thousands of CPUs have little each
    }

    /// <inheritdoc/>
    public override long Count => _parts.Count;

    /// <inheritdoc/>
    protected override (long Block, int OffsetBytes, int LengthBytes) Find(long index) =>
        (index / _perBlock, (int)(index % _perBlock) * _subBufferSizeBytes, _subBufferSizeBytes);

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Load(long block, ReadOnlyMemory<byte> spare)
    {
        int blockBytes = _perBlock * _subBufferSizeBytes;
        byte[] bytes = MemoryMarshal.TryGetArray(spare, out ArraySegment<byte> used) && used.Array?.Length == blockBytes ? used.Array : new byte[blockBytes];
        long first = block * _perBlock;
        int count = (int)Math.Min(_perBlock, Count - first);
        int read = 0;
        for (int i = 0; i < count && read == i * _subBufferSizeBytes;)
        {
            // As many at a time as stand one behind the other.
            long offset = _parts.OffsetOf(first + i);
            int next = i + 1;
            while (next < count && _parts.OffsetOf(first + next) == offset + ((long)(next - i) * _subBufferSizeBytes))
            {
                next++;
            }

            int wanted = (int)Math.Min((long)(next - i) * _subBufferSizeBytes, _end - offset);
            int from = read;
            while (read < from + wanted && RandomAccess.Read(_file, bytes.AsSpan(read, from + wanted - read), offset + read - from) is > 0 and int more)
            {
                read += more;
            }

            i = next;
        }

        return bytes.AsMemory(0, read);
    }
}
