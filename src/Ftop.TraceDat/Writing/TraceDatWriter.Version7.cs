using System.Collections.Immutable;

namespace Ftop.TraceDat.Writing;

// Version 7: sections one after the other, found through the options, which stand in two sections: of all that is known before the data, and of the buffers.
public sealed partial class TraceDatWriter
{
    private const int CompressedFlag = 1;
    private const int SectionHeadBytes = 16;
    private readonly DatOutput _strings = new(bigEndian: false);

    private void WriteVersion7(TraceDatContent content, IReadOnlyList<RecordedBufferPages> buffers)
    {
        _output.Write(FileHead().Name(_layout.Compression).Name(_compression.Version).Written);
        long firstOptionsPlace = _output.Position;
        _output.Write(NewOutput().UInt64(0).Written);
        DatOutput options = NewOutput();
        foreach (MetadataPart part in MetadataParts.Of(content, _layout.BigEndian))
        {
            AddOption(options, part.Id, NewOutput().UInt64(_output.Position).Written);
            WriteSection(part);
        }

        AddOption(options, TraceOptionId.TraceClock, NewOutput().Name(content.TraceClock).Written);
        AddOption(options, TraceOptionId.CpuCount, NewOutput().UInt32(content.CpuCount).Written);
        foreach (TraceOption option in content.Options)
        {
            AddOption(options, option.Id, option.Data.Span);
        }

        WriteAt(firstOptionsPlace, NewOutput().UInt64(_output.Position));
        long nextPlace = WriteOptionsSection(options);
        DatOutput bufferOptions = NewOutput();
        foreach (RecordedBufferPages buffer in buffers)
        {
            if (buffer.LatencyText.IsEmpty)
            {
                WriteBuffer7(buffer, bufferOptions);
            }
            else
            {
                WriteLatencyText7(buffer, bufferOptions);
            }
        }

        WriteAt(nextPlace, NewOutput().UInt64(_output.Position));
        WriteOptionsSection(bufferOptions);
        byte[] strings = [.. _strings.Written, .. "strings\0"u8];
        WriteSection(new MetadataPart(TraceOptionId.Strings, "strings", NewOutput().Bytes(strings)));
    }

    private static void AddOption(DatOutput options, TraceOptionId id, ReadOnlySpan<byte> data) => options.UInt16((int)id).Bytes32(data);

    // Ends the options; returns the place of the offset of those that follow.
    private long WriteOptionsSection(DatOutput options)
    {
        options.UInt16((int)TraceOptionId.Done).UInt32(sizeof(long)).UInt64(0);
        _output.Write(SectionHead(TraceOptionId.Done, "options", isPacked: false, options.Written.Length).Written);
        _output.Write(options.Written);
        return _output.Position - sizeof(long);
    }

    private void WriteSection(MetadataPart part)
    {
        if (_compression.IsNone)
        {
            _output.Write(SectionHead(part.Id, part.Description, isPacked: false, part.Head.Written.Length + part.Text.Length).Written);
            _output.Write(part.Head.Written);
            _output.Write(part.Text.Span);
            return;
        }

        byte[] stored = _compression.PackChunk(part.Head.Bytes(part.Text.Span).Written, _layout.BigEndian);
        _output.Write(SectionHead(part.Id, part.Description, isPacked: true, stored.Length).Written);
        _output.Write(stored);
    }

    // u16 id, u16 flags, u32 place of the description among the strings, u64 size of what follows
    private DatOutput SectionHead(TraceOptionId id, string description, bool isPacked, long sizeBytes)
    {
        int place = _strings.Written.Length;
        _strings.Name(description);
        return NewOutput().UInt16((int)id).UInt16(isPacked ? CompressedFlag : 0).UInt32(place).UInt64(sizeBytes);
    }

    private void WriteLatencyText7(RecordedBufferPages buffer, DatOutput options)
    {
        AddOption(options, TraceOptionId.BufferText, NewOutput().UInt64(_output.Position).Name(buffer.Name).Name(buffer.Clock).Written);
        DatOutput stored = _compression.IsNone
            ? NewOutput().Bytes(buffer.LatencyText.Span)
            : NewOutput().UInt32(1).Bytes(_compression.PackChunk(buffer.LatencyText.Span, _layout.BigEndian)); // chunks, and how many
        _output.Write(SectionHead(TraceOptionId.BufferText, "buffer latency", !_compression.IsNone, stored.Written.Length).Written);
        _output.Write(stored.Written);
    }

    private void WriteBuffer7(RecordedBufferPages buffer, DatOutput options)
    {
        long section = _output.Position;
        _output.Write(new byte[SectionHeadBytes]);
        AlignToPage();
        ImmutableArray<CpuData> written = WriteCpus(buffer);
        string description = buffer.Name.Length == 0 ? "buffer flyrecord" : $"buffer flyrecord {buffer.Name}";
        WriteAt(section, SectionHead(TraceOptionId.Buffer, description, !_compression.IsNone, _output.Position - section - SectionHeadBytes));
        DatOutput option = NewOutput().UInt64(section).Name(buffer.Name).Name(buffer.Clock).UInt32(_layout.PageSizeBytes).UInt32(written.Length);
        foreach (CpuData cpu in written)
        {
            option.UInt32(cpu.Cpu).UInt64(cpu.Offset).UInt64(cpu.SizeBytes);
        }

        AddOption(options, TraceOptionId.Buffer, option.Written);
    }
}
