using System.Buffers.Binary;
using System.Text;

namespace Ftop.TraceDat.Tests;

/// <summary>A version 7 file, section by section, with whatever a test wants to stand in it; little-endian, of one event <c>sys:ev</c> unless other formats are given.</summary>
internal sealed class Dat7Builder
{
    public const ushort TypeId = 300;

    private const string HeaderPage =
        "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
        + "\tfield: char data;\toffset:16;\tsize:4080;\tsigned:1;\n";

    private readonly List<byte> _bytes = [];
    private readonly List<byte> _options = [];
    private readonly Compression _compression;
    private readonly int _nextOptionsAt;

    public Dat7Builder(string compression = "zstd", int headerPageSizeBytes = 4096, string version = "7")
    {
        Assert.True(Compression.TryFind(compression, out _compression));
        Add([0x17, 0x08, 0x44, .. "tracing"u8, .. Encoding.ASCII.GetBytes(version), 0, 0, 8]);
        Number(headerPageSizeBytes, 4);
        Add([.. Encoding.ASCII.GetBytes(compression), 0, .. "1.5\0"u8]);
        _nextOptionsAt = _bytes.Count;
        Number(0, 8);
        Section(TraceOptionId.HeaderInfo, [.. "header_page\0"u8, .. Text(HeaderPage, 8), .. "header_event\0"u8, .. Text("#", 8)]);
    }

    /// <summary>The text of a format with a field <c>a</c>, an <c>int</c>, and <c>s</c>, 8 chars.</summary>
    public static string Format(string printFmt, string moreFields = "", int id = TypeId, string name = "ev") =>
        $"name: {name}\nID: {id}\nformat:\n\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n\tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;\n"
        + "\tfield:unsigned char common_preempt_count;\toffset:3;\tsize:1;\tsigned:0;\n\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
        + $"\tfield:int a;\toffset:8;\tsize:4;\tsigned:1;\n\tfield:char s[8];\toffset:12;\tsize:8;\tsigned:0;\n{moreFields}\nprint fmt: {printFmt}\n";

    /// <summary>A section of formats, of one system.</summary>
    public Dat7Builder Formats(params IReadOnlyCollection<string> texts) =>
        Section(TraceOptionId.EventFormats, [.. Bytes(1, 4), .. "sys\0"u8, .. Bytes(texts.Count, 4), .. texts.SelectMany(text => Text(text, 8))]);

    /// <summary>A section that is a text behind its size.</summary>
    public Dat7Builder TextSection(TraceOptionId id, string text) => Section(id, Text(text, id == TraceOptionId.CmdLines ? 8 : 4));

    /// <summary>A packed section and the option that names it.</summary>
    public Dat7Builder Section(TraceOptionId id, byte[] content)
    {
        long offset = _bytes.Count;
        AddSection((int)id, content);
        return Option(id, Bytes(offset, 8));
    }

    /// <summary>Any option.</summary>
    public Dat7Builder Option(TraceOptionId id, byte[] data)
    {
        _options.AddRange([.. Bytes((int)id, 2), .. Bytes(data.Length, 4), .. data]);
        return this;
    }

    /// <summary>The same sub-buffers for every CPU, each with a copy of its own.</summary>
    public Dat7Builder Cpus(int count, byte[] subBuffers, int pageSizeBytes = 4096, int chunks = 1) =>
        Buffer(pageSizeBytes, [.. Enumerable.Range(0, count).Select(_ => AddCpu(subBuffers, chunks))]);

    /// <summary>A buffer whose CPUs' data stand anywhere.</summary>
    public Dat7Builder Buffer(int pageSizeBytes, IReadOnlyList<(long Offset, long Size)> cpus) => Option(
        TraceOptionId.Buffer,
        [
            .. Bytes(0, 8), 0, .. "local\0"u8, .. Bytes(pageSizeBytes, 4), .. Bytes(cpus.Count, 4),
            .. cpus.SelectMany((data, cpu) => (byte[])[.. Bytes(cpu, 4), .. Bytes(data.Offset, 8), .. Bytes(data.Size, 8)]),
        ]);

    /// <summary>Packs sub-buffers; returns where they stand.</summary>
    public (long Offset, long Size) AddCpu(byte[] subBuffers, int chunks = 1)
    {
        long offset = _bytes.Count;
        byte[] chunk = _compression.PackChunk(subBuffers, bigEndian: false);
        Number(chunks, 4);
        for (int i = 0; i < chunks; i++)
        {
            Add(chunk);
        }

        return (offset, _bytes.Count - offset);
    }

    /// <summary>The file; its options go on at <paramref name="nextOptions"/>, -1 for where they stand themselves.</summary>
    public byte[] Build(long nextOptions = 0)
    {
        long at = _bytes.Count;
        Option(TraceOptionId.Done, Bytes(nextOptions < 0 ? at : nextOptions, 8));
        AddSection(0, [.. _options]);
        byte[] file = [.. _bytes];
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(_nextOptionsAt), at);
        return file;
    }

    /// <summary>A sub-buffer of events of one type.</summary>
    public static byte[] Page(int events, int pageSizeBytes = 4096, ulong timestamp = 1_000_000_000, int a = 5)
    {
        const int RecordBytes = 20;
        byte[] page = new byte[pageSizeBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(page, timestamp);
        int offset = 16;
        for (int i = 0; i < events; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(offset), (1000u << 5) | (RecordBytes / 4));
            BinaryPrimitives.WriteUInt16LittleEndian(page.AsSpan(offset + 4), TypeId);
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(offset + 8), 7);
            BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(offset + 12), a);
            "text"u8.CopyTo(page.AsSpan(offset + 16));
            offset += 4 + RecordBytes;
        }

        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(8), offset - 16);
        return page;
    }

    private static byte[] Text(string text, int sizeBytes) => [.. Bytes(Encoding.UTF8.GetByteCount(text), sizeBytes), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Bytes(long value, int sizeBytes)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..sizeBytes];
    }

    private void AddSection(int id, byte[] content)
    {
        byte[] chunk = _compression.PackChunk(content, bigEndian: false);
        Number(id, 2);
        Number(_compression.IsNone ? 0 : 1, 2);
        Number(0, 4);
        Number(_compression.IsNone ? content.Length : chunk.Length, 8);
        Add(_compression.IsNone ? content : chunk);
    }

    private void Number(long value, int sizeBytes) => Add(Bytes(value, sizeBytes));

    private void Add(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);
}
