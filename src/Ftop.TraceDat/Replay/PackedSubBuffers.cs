namespace Ftop.TraceDat.Replay;

/// <summary>Compressed sub-buffers of a version 7 file: chunks of several, found by a walk over their sizes.</summary>
internal sealed class PackedSubBuffers : SubBufferStore
{
    // More than any algorithm makes of bytes: such a size is damaged.
    private const long MaxRatio = 1 << 16;

    private readonly DatStream _file;
    private readonly TraceDatFile _recording;
    private readonly int _subBufferSizeBytes;

    // Where each chunk stands, and the number of its first sub-buffer; of the latter one more, for the end.
    private readonly List<long> _offsets = [];
    private readonly List<long> _firstIndexes = [0];

    /// <param name="file">Not closed by this.</param>
    /// <param name="data">Where it stands: u32 chunks, then { u32 packed size, u32 size, packed bytes } for each.</param>
    /// <param name="recording">The file that it is of.</param>
    /// <param name="buffer">The buffer that it is of.</param>
    public PackedSubBuffers(DatStream file, CpuData data, TraceDatFile recording, TraceBuffer buffer)
    {
        (_file, _recording, _subBufferSizeBytes) = (file, recording, buffer.SubBufferSizeBytes);
        long end = Math.Min(file.Length, data.Offset + data.SizeBytes);
        long next = data.Offset + sizeof(uint);
        if (next > end)
        {
            return;
        }

        file.Seek(data.Offset);
        uint chunks = file.ReadUInt32();
        long unpackedBytesLeft = DatLimits.MaxUnpackedBytes(end - data.Offset, buffer.Cpus.Length, _subBufferSizeBytes);
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
            bool isDamaged = unpackedBytes > DatLimits.MaxChunkBytes(_subBufferSizeBytes) || unpackedBytes / MaxRatio > packedBytes;
            long subBuffers = isDamaged ? 1 : unpackedBytes / _subBufferSizeBytes; // a damaged size stands for one that is damaged
            _firstIndexes.Add(_firstIndexes[^1] + subBuffers);
            unpackedBytesLeft -= isDamaged ? 0 : unpackedBytes;
            if (unpackedBytesLeft < 0)
            {
                recording.LateProblems.Add(file.Wrong($"CPU {data.Cpu}'s sub-buffers unpack to more than so small a file can have been filled with: the rest is not read").Message);
                return;
            }

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
        _recording.Held.Return(spare.Length);
        try
        {
            _file.Seek(_offsets[(int)block]);
            byte[] unpacked = _recording.Compression.ReadChunk(_file, DatLimits.MaxChunkBytes(_subBufferSizeBytes));
            if (_recording.Held.TryTake(unpacked.Length))
            {
                return unpacked;
            }

            _recording.LateProblems.Add(_file.Wrong($"the CPUs' sub-buffers need more than {_recording.Held.Max} bytes at a time, which so small a file cannot have filled").Message);
            return default;
        }
        catch (TraceDatException damaged)
        {
            _recording.LateProblems.Add(damaged.Message);
            return default; // its sub-buffers are counted as corrupt where they would have been
        }
    }
}
