namespace Ftop.TraceDat.Replay;

/// <summary>Compressed sub-buffers of a version 7 file: chunks of several, found by a walk over their sizes.</summary>
internal sealed class PackedSubBuffers : SubBufferStore
{
    private readonly DatStream _file;
    private readonly Compression _compression;
    private readonly int _subBufferSizeBytes;

    // Where each chunk stands, and the number of its first sub-buffer; of the latter one more, for the end.
    private readonly List<long> _offsets = [];
    private readonly List<long> _firstIndexes = [0];

    /// <param name="file">Not closed by this.</param>
    /// <param name="data">Where it stands: u32 chunks, then { u32 packed size, u32 size, packed bytes } for each.</param>
    /// <param name="compression">How chunks are packed.</param>
    /// <param name="subBufferSizeBytes">Size of each sub-buffer.</param>
    public PackedSubBuffers(DatStream file, CpuData data, Compression compression, int subBufferSizeBytes)
    {
        (_file, _compression, _subBufferSizeBytes) = (file, compression, subBufferSizeBytes);
        long end = Math.Min(file.Length, data.Offset + data.SizeBytes);
        long next = data.Offset + sizeof(uint);
        if (next > end)
        {
            return;
        }

        file.Seek(data.Offset);
        uint chunks = file.ReadUInt32();
        for (uint chunk = 0; chunk < chunks && next + (2 * sizeof(uint)) <= end; chunk++)
        {
            file.Seek(next);
            long packedBytes = file.ReadUInt32();
            long unpackedBytes = file.ReadUInt32();
            if (next + (2 * sizeof(uint)) + packedBytes > end)
            {
                return;
            }

            _offsets.Add(next);
            long subBuffers = unpackedBytes > Compression.MaxChunkBytes ? 1 : unpackedBytes / subBufferSizeBytes; // a damaged size stands for one that is damaged
            _firstIndexes.Add(_firstIndexes[^1] + subBuffers);
            next += (2 * sizeof(uint)) + packedBytes;
        }
    }

    /// <inheritdoc/>
    public override long Count => _firstIndexes[^1];

    /// <inheritdoc/>
    protected override (long Block, int OffsetBytes, int LengthBytes) Find(long index)
    {
        int chunk = _firstIndexes.BinarySearch(index);
        if (chunk < 0)
        {
            chunk = ~chunk - 1;
        }

        // A chunk without a sub-buffer begins with the number that the next one begins with.
        while (_firstIndexes[chunk + 1] <= index)
        {
            chunk++;
        }

        return (chunk, (int)(index - _firstIndexes[chunk]) * _subBufferSizeBytes, _subBufferSizeBytes);
    }

    /// <inheritdoc/>
    protected override ReadOnlyMemory<byte> Load(long block, ReadOnlyMemory<byte> spare)
    {
        try
        {
            _file.Seek(_offsets[(int)block]);
            return _compression.ReadChunk(_file);
        }
        catch (TraceDatException)
        {
            return default; // its sub-buffers are counted as corrupt where they would have been
        }
    }
}
