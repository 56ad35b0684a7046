using System.Buffers.Binary;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Aggregation.Tests.Fakes;

/// <summary>Packs events into sub-buffers of 4 KiB, as a little-endian 64-bit kernel does.</summary>
internal static class SubBuffers
{
    public const uint MissedFlag = 1u << 31;
    public const uint StoredFlag = 1u << 30;

    /// <summary>As many sub-buffers as the events need.</summary>
    public static List<byte[]> Pack(params IEnumerable<(ulong Timestamp, byte[] Record)> events)
    {
        List<byte[]> pages = [];
        byte[] page = [];
        int end = 0;
        ulong last = 0;
        foreach ((ulong timestamp, byte[] record) in events)
        {
            int size = record.Length + 4;
            if (page.Length == 0 || end + size + 8 > page.Length)
            {
                page = new byte[HeaderPage.Default.SubBufferSizeBytes];
                BinaryPrimitives.WriteUInt64LittleEndian(page, timestamp);
                pages.Add(page);
                end = 16;
                last = timestamp;
            }

            ulong delta = timestamp - last;
            if (delta >= 1 << 27)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(end), (uint)(delta & ((1 << 27) - 1)) << 5 | EventHeader.TimeExtend);
                BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(end + 4), (uint)(delta >> 27));
                end += 8;
                delta = 0;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(end), (uint)delta << 5 | (uint)(record.Length / 4));
            record.CopyTo(page, end + 4);
            end += size;
            last = timestamp;
            BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(8), end - 16);
        }

        return pages;
    }

    /// <summary>Marks events as lost before the sub-buffer; without their number if <paramref name="count"/> is null.</summary>
    public static byte[] WithMissed(byte[] page, long? count)
    {
        uint commit = BinaryPrimitives.ReadUInt32LittleEndian(page.AsSpan(8));
        if (count is long stored)
        {
            BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(16 + (int)commit), stored);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(8), commit | MissedFlag | (count is null ? 0 : StoredFlag));
        return page;
    }
}
