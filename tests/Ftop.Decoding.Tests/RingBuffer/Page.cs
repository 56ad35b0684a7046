using System.Buffers.Binary;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Tests.RingBuffer;

/// <summary>Builds sub-buffers word by word, for either byte order and long size.</summary>
internal sealed class Page
{
    public const uint MissedFlag = 1u << 31;
    public const uint StoredFlag = 1u << 30;

    private readonly List<byte> _data = [];

    public static HeaderPage Layout64 { get; } = HeaderPage.Default;

    public static HeaderPage Layout32 { get; } = new() { CommitOffset = 8, LongSizeBytes = 4, DataOffset = 12, DataSizeBytes = 4084 };

    public HeaderPage Layout { get; init; } = HeaderPage.Default;

    public ulong Timestamp { get; init; }

    public uint CommitFlags { get; init; }

    public uint CommitUpperHalf { get; init; }

    /// <summary>Null: as many bytes as were added.</summary>
    public int? CommitBytes { get; init; }

    public byte[] Tail { get; init; } = [];

    public Page Header(uint typeLen, uint timeDelta) => Word(Layout.BigEndian ? (typeLen << 27) | timeDelta : (timeDelta << 5) | typeLen);

    public Page Word(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (Layout.BigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }

        _data.AddRange(bytes);
        return this;
    }

    public Page Bytes(params byte[] bytes)
    {
        _data.AddRange(bytes);
        return this;
    }

    /// <summary>A data event of 4 × <paramref name="words"/> bytes, whose first two are <paramref name="typeId"/>.</summary>
    public Page Event(ushort typeId, uint timeDelta, int words = 2)
    {
        Header((uint)words, timeDelta);
        Word(Layout.BigEndian ? (uint)typeId << 16 : typeId);
        for (int i = 1; i < words; i++)
        {
            Word(0);
        }

        return this;
    }

    public byte[] Build(int? length = null)
    {
        byte[] page = new byte[length ?? Layout.SubBufferSizeBytes];
        uint commit = (uint)(CommitBytes ?? _data.Count) | CommitFlags;
        if (Layout.BigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(page, Timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(page.AsSpan(Layout.CommitOffset + Layout.LongSizeBytes - 4), commit);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(page, Timestamp);
            BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(Layout.CommitOffset), commit);
        }

        if (CommitUpperHalf != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(Layout.CommitOffset + 4), CommitUpperHalf);
        }

        byte[] data = [.. _data, .. Tail];
        data.AsSpan(0, Math.Min(data.Length, page.Length - Layout.DataOffset)).CopyTo(page.AsSpan(Layout.DataOffset));
        return page;
    }

    public static byte[] FromHex(string dump) => Convert.FromHexString(string.Concat(dump.Where(char.IsAsciiHexDigit)));
}
