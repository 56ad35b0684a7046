using System.Buffers.Binary;

namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// Reads the events of one sub-buffer in order (<c>kbuffer_load_subbuffer</c>, <c>kbuffer_next_event</c>), for every long size and byte order.
/// Never throws and never reads past the end: a length that cannot be ends the sub-buffer and is told by <see cref="Status"/>.
/// <code>
/// var reader = new SubBufferReader(page, headerPage);
/// while (reader.TryReadNext(out EventRecord record)) { … }
/// </code>
/// </summary>
public ref struct SubBufferReader
{
    private readonly ReadOnlySpan<byte> _data;
    private readonly SubBufferHeader _header;
    private readonly bool _bigEndian;
    private int _offset;
    private bool _ended;

    /// <param name="subBuffer">One sub-buffer as <c>trace_pipe_raw</c> gave it; borrowed for the life of the reader.</param>
    /// <param name="layout">Of the instance that it was read from.</param>
    public SubBufferReader(ReadOnlySpan<byte> subBuffer, in HeaderPage layout)
    {
        _header = SubBufferHeader.Read(subBuffer, layout);
        _data = _header.CommitBytes == 0 ? default : subBuffer.Slice(layout.DataOffset, _header.CommitBytes);
        _bigEndian = layout.BigEndian;
        Timestamp = _header.Timestamp;
        Status = _header.Status;
    }

    /// <summary>What was lost before the first event.</summary>
    public readonly MissedEvents MissedEvents => _header.MissedEvents;

    /// <summary>Bytes of events in this sub-buffer.</summary>
    public readonly int CommitBytes => _header.CommitBytes;

    /// <summary>Bytes of events read so far, time records and padding on the way included: where the next record begins.</summary>
    public readonly int OffsetBytes => _offset;

    /// <summary>Of the latest event or time record, at first of the sub-buffer itself.</summary>
    public ulong Timestamp { get; private set; }

    /// <summary>Final once <see cref="TryReadNext"/> has returned false.</summary>
    public DecodeStatus Status { get; private set; }

    /// <summary>Time extends read so far.</summary>
    public int TimeExtends { get; private set; }

    /// <summary>Absolute time stamps read so far.</summary>
    public int TimeStamps { get; private set; }

    /// <summary>Discarded events and the padding at the end, as far as read.</summary>
    public int Paddings { get; private set; }

    /// <summary>Moves to the next data event; time records and discarded events are taken in on the way.</summary>
    /// <returns>False at the end, also when <see cref="Status"/> ended it.</returns>
    public bool TryReadNext(out EventRecord record)
    {
        while (!_ended && TryReadWord(DecodeStatus.EventHeaderTruncated, out uint word))
        {
            var header = new EventHeader(word, _bigEndian);
            switch (header.TypeLen)
            {
                case EventHeader.Padding:
                    SkipPadding(header.TimeDelta);
                    break;
                case EventHeader.TimeExtend:
                    if (TryReadWord(DecodeStatus.ArrayWordTruncated, out uint high))
                    {
                        Timestamp += EventHeader.WideTime(header.TimeDelta, high);
                        TimeExtends++;
                    }

                    break;
                case EventHeader.TimeStamp:
                    if (TryReadWord(DecodeStatus.ArrayWordTruncated, out high))
                    {
                        Timestamp = EventHeader.CompleteTimeStamp(EventHeader.WideTime(header.TimeDelta, high), Timestamp);
                        TimeStamps++;
                    }

                    break;
                default:
                    if (TryReadPayload(header.TypeLen, out ReadOnlySpan<byte> payload))
                    {
                        Timestamp += header.TimeDelta;
                        record = new EventRecord(Timestamp, payload, _bigEndian);
                        return true;
                    }

                    break;
            }
        }

        record = default;
        return false;
    }

    private bool TryReadPayload(uint typeLen, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        uint lengthBytes = typeLen * sizeof(uint);
        if (typeLen == EventHeader.LongData)
        {
            if (!TryReadWord(DecodeStatus.ArrayWordTruncated, out uint length))
            {
                return false;
            }

            if (length < sizeof(uint))
            {
                return End(DecodeStatus.LongEventTooShort);
            }

            lengthBytes = length - sizeof(uint);
        }

        if (!TryAdvance(lengthBytes, DecodeStatus.EventBeyondCommit, out int start))
        {
            return false;
        }

        payload = _data.Slice(start, (int)lengthBytes);
        return true;
    }

    // The kernel's own text adds no delta for a discarded event (ring_buffer.c rb_update_read_stamp), so neither is it added here.
    private void SkipPadding(uint timeDelta)
    {
        if (timeDelta == 0)
        {
            Paddings++;
            _ended = true;
            return;
        }

        if (!TryReadWord(DecodeStatus.ArrayWordTruncated, out uint length))
        {
            return;
        }

        if (length < sizeof(uint))
        {
            End(DecodeStatus.DiscardedTooShort);
            return;
        }

        if (TryAdvance(length - sizeof(uint), DecodeStatus.DiscardedBeyondCommit, out _))
        {
            Paddings++;
        }
    }

    private bool TryReadWord(DecodeStatus ifTruncated, out uint word)
    {
        if (!TryAdvance(sizeof(uint), ifTruncated, out int start))
        {
            word = 0;
            return false;
        }

        ReadOnlySpan<byte> bytes = _data[start..];
        word = _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return true;
    }

    // The one place that consumes bytes: whole words, all of them committed.
    private bool TryAdvance(uint lengthBytes, DecodeStatus ifBeyond, out int start)
    {
        start = _offset;
        long next = _offset + (((long)lengthBytes + 3) & ~3L);
        if (next > _data.Length)
        {
            bool cleanEnd = ifBeyond == DecodeStatus.EventHeaderTruncated && _offset == _data.Length;
            return End(cleanEnd ? Status : ifBeyond);
        }

        _offset = (int)next;
        return true;
    }

    private bool End(DecodeStatus status)
    {
        Status = status;
        _ended = true;
        return false;
    }
}
