using System.Buffers.Binary;

namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// What precedes the events of a sub-buffer (<c>kernel/trace/ring_buffer.c struct buffer_data_page</c>): time stamp, committed bytes, and the
/// flags that tell of missed events, which share the commit word.
/// </summary>
public readonly record struct SubBufferHeader
{
    private const uint CommitMask = (1u << 27) - 1;
    private const uint MissedFlag = 1u << 31;
    private const uint MissedStoredFlag = 1u << 30;

    /// <summary>The time that the first event's delta adds to.</summary>
    public ulong Timestamp { get; private init; }

    /// <summary>Bytes of events; 0 unless they all lie within the sub-buffer.</summary>
    public int CommitBytes { get; private init; }

    /// <summary>What was lost before the first event.</summary>
    public MissedEvents MissedEvents { get; private init; }

    /// <summary>The first disagreement with the ABI that the header alone shows.</summary>
    public DecodeStatus Status { get; private init; }

    /// <summary>Reads the header of <paramref name="subBuffer"/>, which may be shorter than the layout says if its commit allows.</summary>
    public static SubBufferHeader Read(ReadOnlySpan<byte> subBuffer, in HeaderPage layout)
    {
        if (!layout.IsValid)
        {
            return new SubBufferHeader { Status = DecodeStatus.HeaderPageInvalid };
        }

        if (subBuffer.Length < layout.DataOffset)
        {
            return new SubBufferHeader { Status = DecodeStatus.PageTruncated };
        }

        if (subBuffer.Length > layout.SubBufferSizeBytes)
        {
            subBuffer = subBuffer[..layout.SubBufferSizeBytes];
        }

        // Only the low 32 bits count: some kernels add the flags as a signed constant, which fills the upper half with ones.
        ReadOnlySpan<byte> commitWord = subBuffer.Slice(layout.CommitOffset, layout.LongSizeBytes);
        uint commit = layout.BigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(commitWord[^sizeof(uint)..])
            : BinaryPrimitives.ReadUInt32LittleEndian(commitWord);
        int commitBytes = (int)(commit & CommitMask);
        bool missed = (commit & MissedFlag) != 0;
        ulong timestamp = layout.BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(subBuffer) : BinaryPrimitives.ReadUInt64LittleEndian(subBuffer);
        if (commitBytes > subBuffer.Length - layout.DataOffset)
        {
            return new SubBufferHeader { Timestamp = timestamp, MissedEvents = new MissedEvents(missed, null), Status = DecodeStatus.CommitBeyondPage };
        }

        bool stored = missed && (commit & MissedStoredFlag) != 0;
        ReadOnlySpan<byte> tail = subBuffer[(layout.DataOffset + commitBytes)..];
        bool readable = stored && tail.Length >= layout.LongSizeBytes;
        return new SubBufferHeader
        {
            Timestamp = timestamp,
            CommitBytes = commitBytes,
            MissedEvents = new MissedEvents(missed, readable ? ReadLong(tail, layout) : null),
            Status = stored && !readable ? DecodeStatus.MissedCountBeyondPage : DecodeStatus.Ok,
        };
    }

    private static ulong ReadLong(ReadOnlySpan<byte> bytes, in HeaderPage layout) => (layout.LongSizeBytes, layout.BigEndian) switch
    {
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };
}
