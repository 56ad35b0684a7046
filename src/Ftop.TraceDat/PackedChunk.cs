namespace Ftop.TraceDat;

/// <summary>Unpacked sub-buffers, of which the zeros at the end are not kept: those of a quiet CPU are nearly empty.</summary>
internal sealed class PackedChunk
{
    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private int _next;

    private PackedChunk(byte[] bytes, int[] ends) => (_bytes, _ends) = (bytes, ends);

    public static PackedChunk Empty => new([], []);

    /// <summary>Bytes that it keeps.</summary>
    public long HeldBytes => _bytes.Length;

    /// <summary>Keeps the whole sub-buffers of what was unpacked.</summary>
    public static PackedChunk Of(ReadOnlySpan<byte> unpacked, int subBufferSizeBytes)
    {
        int[] ends = new int[unpacked.Length / subBufferSizeBytes];
        int end = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            end += Used(unpacked.Slice(i * subBufferSizeBytes, subBufferSizeBytes)).Length;
            ends[i] = end;
        }

        byte[] bytes = new byte[end];
        for (int i = 0; i < ends.Length; i++)
        {
            Used(unpacked.Slice(i * subBufferSizeBytes, subBufferSizeBytes)).CopyTo(bytes.AsSpan(i == 0 ? 0 : ends[i - 1]));
        }

        return new PackedChunk(bytes, ends);
    }

    /// <summary>Moves to the next one and copies it; false where there is none.</summary>
    public bool TryTake(Span<byte> destination)
    {
        if (_next == _ends.Length)
        {
            return false;
        }

        ReadOnlySpan<byte> used = _bytes.AsSpan((_next == 0 ? 0 : _ends[_next - 1]).._ends[_next]);
        used.CopyTo(destination);
        destination[used.Length..].Clear();
        _next++;
        return true;
    }

    private static ReadOnlySpan<byte> Used(ReadOnlySpan<byte> subBuffer) => subBuffer[..(subBuffer.LastIndexOfAnyExcept((byte)0) + 1)];
}
