using Ftop.Decoding.RingBuffer;

namespace Ftop.TraceDat.Replay;

/// <summary>
/// One CPU of a recording and how far it was played. A sub-buffer that reaches beyond a time is handed over in pieces, each a sub-buffer of its own,
/// so that every event counts in the window that it belongs to.
/// </summary>
internal sealed class RecordedCpu(SubBufferStore subBuffers, HeaderPage layout, ulong end)
{
    private readonly byte[] _piece = new byte[layout.SubBufferSizeBytes];
    private long _index;
    private int _fromOffset;
    private ulong _reached;

    /// <summary>Whether everything was taken.</summary>
    public bool IsAtEnd => _index >= subBuffers.Count;

    /// <summary>No event before this is left. Of damaged sub-buffers, whose time lies beyond the end of the recording, the time before.</summary>
    public ulong NextTimestamp => IsAtEnd ? ulong.MaxValue : _reached;

    /// <summary>Begins with the first sub-buffer.</summary>
    public void Rewind() => MoveTo(0);

    /// <summary>Begins with the first event at or after <paramref name="timestamp"/>: halves the sub-buffers, which are in the order of time.</summary>
    public void SeekTo(ulong timestamp)
    {
        MoveTo(FindBefore(timestamp));
        while (!IsAtEnd && NextTimestamp < timestamp && TryTake(timestamp, out _))
        {
        }
    }

    /// <summary>
    /// The events of one sub-buffer that are before <paramref name="until"/>, with its losses if they are the first; valid until the next call.
    /// Whether the sub-buffer agrees with the ABI is the caller's to see.
    /// </summary>
    /// <returns>False where none is: <see cref="NextTimestamp"/> then is not before <paramref name="until"/>.</returns>
    public bool TryTake(ulong until, out ReadOnlySpan<byte> piece)
    {
        ReadOnlySpan<byte> subBuffer = subBuffers.Read(_index);
        if (_fromOffset == 0 && (until > end || (_index + 1 < subBuffers.Count && TimestampOf(_index + 1) is ulong next && next > _reached && next < until)))
        {
            piece = subBuffer;
            MoveTo(_index + 1);
            return true;
        }

        var reader = new SubBufferReader(subBuffer, layout);
        ulong fromTimestamp = reader.Timestamp;
        while (true)
        {
            int toOffset = reader.OffsetBytes;
            fromTimestamp = toOffset == _fromOffset ? reader.Timestamp : fromTimestamp;
            if (!reader.TryReadNext(out EventRecord record))
            {
                piece = _fromOffset == 0 ? subBuffer : Cut(subBuffer, reader.CommitBytes, fromTimestamp);
                MoveTo(_index + 1);
                return true;
            }

            if (toOffset >= _fromOffset && record.Timestamp >= until && record.Timestamp <= end)
            {
                _reached = record.Timestamp;
                piece = toOffset == _fromOffset ? default : Cut(subBuffer, toOffset, fromTimestamp);
                _fromOffset = toOffset;
                return !piece.IsEmpty;
            }
        }
    }

    // The bytes from _fromOffset on as a sub-buffer that begins at the time of the event before them.
    private ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> subBuffer, int toOffset, ulong fromTimestamp)
    {
        int length = SubBufferCut.Write(subBuffer, layout, _fromOffset, toOffset, fromTimestamp, _piece);
        return _piece.AsSpan(0, length);
    }

    /// <summary>When the sub-buffer began that is <paramref name="bytes"/> before the one that holds <paramref name="timestamp"/>; 0 if there is none.</summary>
    public ulong TimeBefore(ulong timestamp, long bytes)
    {
        long index = FindBefore(timestamp) - (bytes / layout.SubBufferSizeBytes);
        return index > 0 ? TimestampOf(index) : 0;
    }

    // The last sub-buffer that begins before the time, or the first of all.
    private long FindBefore(ulong timestamp)
    {
        long first = 0;
        long after = subBuffers.Count;
        while (after - first > 1)
        {
            long middle = first + ((after - first) / 2);
            (first, after) = TimestampOf(middle) < timestamp ? (middle, after) : (first, middle);
        }

        return first;
    }

    private ulong TimestampOf(long index) => SubBufferHeader.Read(subBuffers.Read(index), layout).Timestamp;

    private void MoveTo(long index)
    {
        (_index, _fromOffset) = (index, 0);
        if (!IsAtEnd)
        {
            ulong timestamp = TimestampOf(index);
            _reached = timestamp <= end ? timestamp : _reached;
        }
    }
}
