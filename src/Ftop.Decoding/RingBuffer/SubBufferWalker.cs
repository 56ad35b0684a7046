using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// Hands every event of a sub-buffer to a visitor: the counting path. Same events, times and status as <see cref="SubBufferReader"/>
/// (tests hold the two against each other), at less than half of its cost for little-endian sub-buffers.
/// </summary>
public static class SubBufferWalker
{
    /// <summary>Visits the events of <paramref name="subBuffer"/> in order. Never throws of its own and never reads past the end.</summary>
    /// <param name="subBuffer">One sub-buffer as <c>trace_pipe_raw</c> gave it.</param>
    /// <param name="layout">Of the instance that it was read from.</param>
    /// <param name="visitor">A struct, so that its <c>Visit</c> is inlined.</param>
    public static SubBufferSummary Walk<TVisitor>(ReadOnlySpan<byte> subBuffer, in HeaderPage layout, ref TVisitor visitor)
        where TVisitor : struct, IEventVisitor, allows ref struct
    {
        if (layout.BigEndian || !BitConverter.IsLittleEndian)
        {
            return WalkByReader(subBuffer, layout, ref visitor);
        }

        SubBufferHeader header = SubBufferHeader.Read(subBuffer, layout);
        DecodeStatus status = header.Status;
        var cursor = new Cursor { Timestamp = header.Timestamp };
        if (header.CommitBytes != 0)
        {
            ReadOnlySpan<byte> data = subBuffer.Slice(layout.DataOffset, header.CommitBytes);
            DecodeStatus dataStatus;
            do
            {
                PassShort(data, ref cursor, ref visitor);
            }
            while (TryPassOther(data[(int)cursor.Offset..], ref cursor, out dataStatus, ref visitor));

            status = dataStatus == DecodeStatus.Ok ? status : dataStatus;
        }

        return new SubBufferSummary(status, header.MissedEvents, header.CommitBytes, cursor.Events, cursor.Timestamp);
    }

    // Passes data events of up to 112 bytes, until something else comes or less than a whole one is left.
    // Length speculation (benchmark: decode.sh): most events are as long as the one before. The inner loop keeps that length in a register
    // and only checks the header against it, so the next address never waits for the load of this header. Its bound, limit, is the last
    // offset at which an event of that length lies within the committed bytes: one compare covers header and payload.
    // Alone in a method without calls, so that all of its state stays in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PassShort<TVisitor>(ReadOnlySpan<byte> data, ref Cursor cursor, ref TVisitor visitor)
        where TVisitor : struct, IEventVisitor, allows ref struct
    {
        ref byte first = ref MemoryMarshal.GetReference(data);
        nint offset = cursor.Offset;
        ulong timestamp = cursor.Timestamp;
        int events = cursor.Events;
        nint lastHeader = data.Length - EventHeader.SizeBytes;
        while (offset <= lastHeader)
        {
            uint typeLen = Word(ref first, offset) & 31;
            nint limit = lastHeader - (nint)(typeLen * sizeof(uint));
            if (typeLen - 1 >= EventHeader.MaxDataTypeLen || offset > limit)
            {
                break;
            }

            do
            {
                uint word = Word(ref first, offset);
                if ((word & 31) != typeLen)
                {
                    break;
                }

                timestamp += word >> 5;
                events++;
                visitor.Visit(
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, offset + EventHeader.SizeBytes), (int)typeLen * sizeof(uint)), timestamp);
                offset += (nint)(typeLen * sizeof(uint)) + EventHeader.SizeBytes;
            }
            while (offset <= limit);
        }

        cursor = new Cursor { Offset = offset, Timestamp = timestamp, Events = events };
    }

    // Passes one of what PassShort leaves: time records, padding, long data events, and whatever disagrees with the ABI.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryPassOther<TVisitor>(
        ReadOnlySpan<byte> rest, ref Cursor cursor, out DecodeStatus status, ref TVisitor visitor)
        where TVisitor : struct, IEventVisitor, allows ref struct
    {
        status = DecodeStatus.Ok;
        if (!BinaryPrimitives.TryReadUInt32LittleEndian(rest, out uint headerWord))
        {
            status = rest.IsEmpty ? DecodeStatus.Ok : DecodeStatus.EventHeaderTruncated;
            return false;
        }

        var header = new EventHeader(headerWord, bigEndian: false);
        if (header.TypeLen - 1 < EventHeader.MaxDataTypeLen)
        {
            status = DecodeStatus.EventBeyondCommit;
            return false;
        }

        bool padding = header.TypeLen == EventHeader.Padding;
        if (padding && header.TimeDelta == 0)
        {
            return false;
        }

        if (rest.Length < 2 * sizeof(uint))
        {
            status = DecodeStatus.ArrayWordTruncated;
            return false;
        }

        uint word = BinaryPrimitives.ReadUInt32LittleEndian(rest[EventHeader.SizeBytes..]);
        if (header.TypeLen >= EventHeader.TimeExtend)
        {
            ulong wide = EventHeader.WideTime(header.TimeDelta, word);
            cursor.Timestamp = header.TypeLen == EventHeader.TimeExtend
                ? cursor.Timestamp + wide
                : EventHeader.CompleteTimeStamp(wide, cursor.Timestamp);
            cursor.Offset += 2 * sizeof(uint);
            return true;
        }

        long size = EventHeader.SizeBytes + (((long)word + 3) & ~3L);
        if (word < sizeof(uint))
        {
            status = padding ? DecodeStatus.DiscardedTooShort : DecodeStatus.LongEventTooShort;
        }
        else if (size > rest.Length)
        {
            status = padding ? DecodeStatus.DiscardedBeyondCommit : DecodeStatus.EventBeyondCommit;
        }
        else
        {
            if (!padding)
            {
                cursor.Timestamp += header.TimeDelta;
                cursor.Events++;
                visitor.Visit(rest.Slice(2 * sizeof(uint), (int)word - sizeof(uint)), cursor.Timestamp);
            }

            cursor.Offset += (nint)size;
        }

        return status == DecodeStatus.Ok;
    }

    private static SubBufferSummary WalkByReader<TVisitor>(ReadOnlySpan<byte> subBuffer, in HeaderPage layout, ref TVisitor visitor)
        where TVisitor : struct, IEventVisitor, allows ref struct
    {
        var reader = new SubBufferReader(subBuffer, layout);
        int events = 0;
        while (reader.TryReadNext(out EventRecord record))
        {
            events++;
            visitor.Visit(record.Payload, record.Timestamp);
        }

        return new SubBufferSummary(reader.Status, reader.MissedEvents, reader.CommitBytes, events, reader.Timestamp);
    }

    private static uint Word(ref byte first, nint offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, offset));

    // Where the walk is: bytes into the data, the time there, the events before it.
    private struct Cursor
    {
        public nint Offset;
        public ulong Timestamp;
        public int Events;
    }
}

/// <summary>
/// What <see cref="SubBufferWalker"/> calls for each data event. Implemented by structs, so that the call is compiled into the loop:
/// no virtual call, nothing allocated.
/// </summary>
public interface IEventVisitor
{
    /// <summary>Takes one event. The payload is only valid during the call, and its length is the sub-buffer's word, not the format's: check it.</summary>
    /// <param name="payload">The record from <c>common_type</c> on, in the traced machine's byte order.</param>
    /// <param name="timestamp">Trace-clock units.</param>
    void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp);
}

/// <summary>What remains to be known of a sub-buffer after its events were visited.</summary>
/// <param name="Status">How it agreed with the ABI.</param>
/// <param name="MissedEvents">What was lost before its first event.</param>
/// <param name="CommitBytes">Bytes of events.</param>
/// <param name="Events">Data events visited.</param>
/// <param name="LastTimestamp">Time of the last event, or of the sub-buffer if it has none; trace-clock units.</param>
public readonly record struct SubBufferSummary(DecodeStatus Status, MissedEvents MissedEvents, int CommitBytes, int Events, ulong LastTimestamp);
