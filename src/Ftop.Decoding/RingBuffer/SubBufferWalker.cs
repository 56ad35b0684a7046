using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// Hands every event of a sub-buffer to a visitor: the counting path. Same events, times and status as <see cref="SubBufferReader"/>
/// (tests hold the two against each other), at a third of its cost for little-endian sub-buffers.
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
        ulong timestamp = header.Timestamp;
        DecodeStatus status = header.Status;
        if (header.CommitBytes != 0)
        {
            ReadOnlySpan<byte> data = subBuffer.Slice(layout.DataOffset, header.CommitBytes);
            DecodeStatus dataStatus = WalkData(data, ref timestamp, ref visitor);
            status = dataStatus == DecodeStatus.Ok ? status : dataStatus;
        }

        return new SubBufferSummary(status, header.MissedEvents, header.CommitBytes, timestamp);
    }

    // Length speculation (benchmark: SubBufferWalkerBenchmarks): most events are as long as the one before. The inner loop keeps that length
    // in a register and only checks the header against it, so the next address never waits for the load of this header. Its bound,
    // limit, is the last offset at which an event of that length still lies within the committed bytes: one compare covers header and payload.
    private static DecodeStatus WalkData<TVisitor>(ReadOnlySpan<byte> data, ref ulong timestampRef, ref TVisitor visitor)
        where TVisitor : struct, IEventVisitor, allows ref struct
    {
        ref byte first = ref MemoryMarshal.GetReference(data);
        ulong timestamp = timestampRef;
        DecodeStatus status;
        nint offset = 0;
        nint payloadBytes = sizeof(uint);
        uint typeLen = 1;
        nint limit = data.Length - EventHeader.SizeBytes - payloadBytes;
        while (true)
        {
            while (offset <= limit)
            {
                uint speculated = Word(ref first, offset);
                if ((speculated & 31) != typeLen)
                {
                    break;
                }

                timestamp += speculated >> 5;
                visitor.Visit(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, offset + EventHeader.SizeBytes), (int)payloadBytes), timestamp);
                offset += payloadBytes + EventHeader.SizeBytes;
            }

            nint left = data.Length - offset;
            if (left < EventHeader.SizeBytes)
            {
                status = left == 0 ? DecodeStatus.Ok : DecodeStatus.EventHeaderTruncated;
                break;
            }

            var header = new EventHeader(Word(ref first, offset), bigEndian: false);
            if (header.TypeLen - 1 < EventHeader.MaxDataTypeLen)
            {
                typeLen = header.TypeLen;
                payloadBytes = (nint)typeLen * sizeof(uint);
                limit = data.Length - EventHeader.SizeBytes - payloadBytes;
                if (offset > limit)
                {
                    status = DecodeStatus.EventBeyondCommit;
                    break;
                }

                continue;
            }

            if (header.TypeLen == EventHeader.Padding && header.TimeDelta == 0)
            {
                status = DecodeStatus.Ok;
                break;
            }

            if (left < 2 * sizeof(uint))
            {
                status = DecodeStatus.ArrayWordTruncated;
                break;
            }

            uint word = Word(ref first, offset + EventHeader.SizeBytes);
            if (header.TypeLen >= EventHeader.TimeExtend)
            {
                ulong wide = EventHeader.WideTime(header.TimeDelta, word);
                timestamp = header.TypeLen == EventHeader.TimeExtend ? timestamp + wide : EventHeader.CompleteTimeStamp(wide, timestamp);
                offset += 2 * sizeof(uint);
                continue;
            }

            bool discarded = header.TypeLen == EventHeader.Padding;
            if (word < sizeof(uint))
            {
                status = discarded ? DecodeStatus.DiscardedTooShort : DecodeStatus.LongEventTooShort;
                break;
            }

            long size = EventHeader.SizeBytes + (((long)word + 3) & ~3L);
            if (size > left)
            {
                status = discarded ? DecodeStatus.DiscardedBeyondCommit : DecodeStatus.EventBeyondCommit;
                break;
            }

            if (!discarded)
            {
                timestamp += header.TimeDelta;
                visitor.Visit(
                    MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, offset + (2 * sizeof(uint))), (int)word - sizeof(uint)), timestamp);
            }

            offset += (nint)size;
        }

        timestampRef = timestamp;
        return status;
    }

    private static SubBufferSummary WalkByReader<TVisitor>(ReadOnlySpan<byte> subBuffer, in HeaderPage layout, ref TVisitor visitor)
        where TVisitor : struct, IEventVisitor, allows ref struct
    {
        var reader = new SubBufferReader(subBuffer, layout);
        while (reader.TryReadNext(out EventRecord record))
        {
            visitor.Visit(record.Payload, record.Timestamp);
        }

        return new SubBufferSummary(reader.Status, reader.MissedEvents, reader.CommitBytes, reader.Timestamp);
    }

    private static uint Word(ref byte first, nint offset) => Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, offset));
}
