using System.Buffers.Binary;
using System.Text;

namespace Ftop.TraceDat.Tests;

/// <summary>A version 6 file of one event, word by word, for either byte order and size of long.</summary>
internal sealed class DatBuilder(bool bigEndian, int longSizeBytes)
{
    public const int PageSizeBytes = 4096;
    private const ushort TypeId = 300;

    private readonly List<byte> _bytes = [];

    /// <summary>Events of CPU 0, 1000 ns apart from the one before: pid 7, <c>value</c> counting from 0.</summary>
    /// <param name="eventsPerPage">Up to 100.</param>
    /// <param name="pages">Sub-buffers.</param>
    /// <param name="hasOptions">Whether the section of options is there, empty.</param>
    public byte[] Build(int eventsPerPage = 3, int pages = 1, bool hasOptions = true)
    {
        Add([0x17, 0x08, 0x44, .. "tracing6\0"u8, (byte)(bigEndian ? 1 : 0), (byte)longSizeBytes]);
        Number(PageSizeBytes, 4);
        Add("header_page\0"u8);
        Text(HeaderPage(), 8);
        Add("header_event\0"u8);
        Text("# compressed entry header\n", 8);
        Number(0, 4);
        Number(1, 4);
        Add("test\0"u8);
        Number(1, 4);
        Text(Format(), 8);
        Text("ffffffff81000000 T _stext\n", 4);
        Text("", 4);
        Text("7 worker\n", 8);
        Number(1, 4);
        if (hasOptions)
        {
            Add("options  \0"u8);
            Number(0, 2);
        }

        Add("flyrecord\0"u8);
        int offset = (_bytes.Count + 16 + PageSizeBytes - 1) / PageSizeBytes * PageSizeBytes;
        Number((ulong)offset, 8);
        Number((ulong)(pages * PageSizeBytes), 8);
        Add(new byte[offset - _bytes.Count]);
        for (int page = 0; page < pages; page++)
        {
            Page(page, eventsPerPage);
        }

        return [.. _bytes];
    }

    private void Page(int page, int events)
    {
        const int EventBytes = 4 + 24;
        const ulong Start = 5_000_000_000;
        int first = _bytes.Count;
        Number(Start + ((ulong)(page * events) * 1000), 8);
        Number((ulong)(events * EventBytes), longSizeBytes);
        for (int i = 0; i < events; i++)
        {
            const uint TypeLen = 24 / 4;
            const uint Delta = 1000;
            Number(bigEndian ? (TypeLen << 27) | Delta : (Delta << 5) | TypeLen, 4);
            Number(TypeId, 2);
            Add([0, 1]); // no flags, preemption off once
            Number(7, 4);
            Number((ulong)((page * events) + i), longSizeBytes);
            Add(new byte[8 - longSizeBytes]);
            Add("abcdefg\0"u8);
        }

        Add(new byte[PageSizeBytes - (_bytes.Count - first)]);
    }

    private string HeaderPage() =>
        "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
        + $"\tfield: local_t commit;\toffset:8;\tsize:{longSizeBytes};\tsigned:1;\n"
        + $"\tfield: char data;\toffset:{8 + longSizeBytes};\tsize:{PageSizeBytes - 8 - longSizeBytes};\tsigned:1;\n";

    private string Format() => $"""
        name: tick
        ID: {TypeId}
        format:
        	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
        	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
        	field:unsigned char common_preempt_count;	offset:3;	size:1;	signed:0;
        	field:int common_pid;	offset:4;	size:4;	signed:1;

        	field:unsigned long value;	offset:8;	size:{longSizeBytes};	signed:0;
        	field:char tag[8];	offset:16;	size:8;	signed:0;

        print fmt: "value=%lu tag=%s", REC->value, REC->tag

        """;

    private void Text(string text, int sizeBytes)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Number((ulong)bytes.Length, sizeBytes);
        Add(bytes);
    }

    private void Number(ulong value, int sizeBytes)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes = bytes[..sizeBytes];
        if (bigEndian)
        {
            bytes.Reverse();
        }

        Add(bytes);
    }

    private void Add(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);
}
