using System.Buffers.Binary;
using Ftop.Decoding.RingBuffer;

namespace Ftop.TraceDat.Replay;

/// <summary>Cuts a sub-buffer between two events: the part is a sub-buffer again, with a header of its own.</summary>
internal static class SubBufferCut
{
    private const uint MissedFlag = 1u << 31;
    private const uint MissedStoredFlag = 1u << 30;

    /// <summary>Writes the part of <paramref name="subBuffer"/> between two offsets into its events.</summary>
    /// <param name="subBuffer">A sound one, as far as <paramref name="toOffset"/>.</param>
    /// <param name="layout">Its layout, and the part's.</param>
    /// <param name="fromOffset">Where a record begins. What was missed before the sub-buffer goes to the part that begins with 0.</param>
    /// <param name="toOffset">Where a record ends.</param>
    /// <param name="timestamp">What the first event's delta adds to.</param>
    /// <param name="part">Takes it; has room for a sub-buffer.</param>
    /// <returns>Bytes of the part.</returns>
    public static int Write(ReadOnlySpan<byte> subBuffer, in HeaderPage layout, int fromOffset, int toOffset, ulong timestamp, Span<byte> part)
    {
        SubBufferHeader header = SubBufferHeader.Read(subBuffer, layout);
        uint commit = (uint)(toOffset - fromOffset);
        subBuffer.Slice(layout.DataOffset + fromOffset, toOffset - fromOffset).CopyTo(part[layout.DataOffset..]);
        int length = layout.DataOffset + (int)commit;
        if (fromOffset == 0 && header.MissedEvents.Any)
        {
            commit |= MissedFlag;
            if (header.MissedEvents.Count is not null)
            {
                commit |= MissedStoredFlag;
                subBuffer.Slice(layout.DataOffset + header.CommitBytes, layout.LongSizeBytes).CopyTo(part[length..]);
                length += layout.LongSizeBytes;
            }
        }

        Span<byte> word = part.Slice(layout.CommitOffset, layout.LongSizeBytes);
        part[..layout.DataOffset].Clear();
        if (layout.BigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(part, timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(word[^sizeof(uint)..], commit);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(part, timestamp);
            BinaryPrimitives.WriteUInt32LittleEndian(word, commit);
        }

        return length;
    }
}
