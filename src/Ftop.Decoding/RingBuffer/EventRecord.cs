using System.Buffers.Binary;

namespace Ftop.Decoding.RingBuffer;

/// <summary>One data event (<c>tep_record</c>). Borrows the sub-buffer: valid only as long as that is not overwritten.</summary>
public readonly ref struct EventRecord
{
    internal EventRecord(ulong timestamp, ReadOnlySpan<byte> payload, bool bigEndian)
    {
        Timestamp = timestamp;
        Payload = payload;
        BigEndian = bigEndian;
    }

    /// <summary>Full time in units of the trace clock: nanoseconds for most, ticks for <c>counter</c>, <c>uptime</c> and <c>x86-tsc</c>.</summary>
    public ulong Timestamp { get; }

    /// <summary>The record from <c>common_type</c> on, without the ring buffer's header. Allocated size: up to 3 and more stale bytes follow the last field.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Byte order of the fields.</summary>
    public bool BigEndian { get; }

    /// <summary><c>common_type</c>, the event format's id; 0, which no event has, for a payload under two bytes.</summary>
    public ushort TypeId => Payload.Length < sizeof(ushort) ? (ushort)0
        : BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(Payload) : BinaryPrimitives.ReadUInt16LittleEndian(Payload);
}
