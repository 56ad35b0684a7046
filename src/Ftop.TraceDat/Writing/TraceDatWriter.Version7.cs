using System.Collections.Immutable;

namespace Ftop.TraceDat.Writing;

// Version 7: sections one after the other, found through the options, which stand in two sections: of all that is known before the data, and of the buffers.
public sealed partial class TraceDatWriter
{
    private const int CompressedFlag = 1;
    private const int SectionHeadBytes = 16;
    private const int OptionHeadBytes = sizeof(ushort) + sizeof(uint);

    /// <summary>Size of the section of an unfinished file's buffer.</summary>
    internal const long UnknownSizeBytes = 1L << 60;

    private readonly DatOutput _strings = new(bigEndian: false);

    private readonly Dictionary<TraceOptionId, (MetadataPart Part, long Offset)> _parts = [];
    private int _writtenStringBytes;
    private long _firstOptionsPlace;
    private long _bufferSection;
    private int _bufferDescription;

    private bool IsWritten(MetadataPart part) => _parts.TryGetValue(part.Id, out (MetadataPart Part, long Offset) written) && written.Part.IsSame(part);

    private void WriteVersion7(TraceDatContent content, IReadOnlyList<RecordedBufferPages> buffers)
    {
        WriteHead7();
        DatOutput options = WriteMetadata7(content);
        WriteAt(_firstOptionsPlace, NewOutput().UInt64(_output.Position));
        long nextPlace = WriteOptionsSection(options);
        DatOutput bufferOptions = NewOutput();
        foreach (RecordedBufferPages buffer in buffers)
        {
            if (buffer.LatencyText.IsEmpty)
            {
                WriteWholeBuffer7(buffer, bufferOptions);
            }
            else
            {
                WriteLatencyText7(buffer, bufferOptions);
            }
        }

        WriteAt(nextPlace, NewOutput().UInt64(_output.Position));
        WriteOptionsSection(bufferOptions);
        WriteStrings();
    }

    private void WriteHead7()
    {
        _output.Write(FileHead().Name(_layout.Compression).Name(_compression.Version).Written);
        _firstOptionsPlace = _output.Position;
        _output.Write(NewOutput().UInt64(0).Written);
    }

    // Writes the parts, those that are there already as they are now excepted; returns the options that tell where they are, and the others.
    private DatOutput WriteMetadata7(TraceDatContent content)
    {
        DatOutput options = NewOutput();
        foreach (MetadataPart part in MetadataParts.Of(content, _layout.BigEndian))
        {
            if (!IsWritten(part))
            {
                _parts[part.Id] = (part, _output.Position);
                WriteSection(part);
            }

            AddOption(options, part.Id, NewOutput().UInt64(_parts[part.Id].Offset).Written);
        }

        AddOption(options, TraceOptionId.TraceClock, NewOutput().Name(content.TraceClock).Written);
        AddOption(options, TraceOptionId.CpuCount, NewOutput().UInt32(content.CpuCount).Written);
        foreach (TraceOption option in content.Options)
        {
            AddOption(options, option.Id, option.Data.Span);
        }

        return options;
    }

    // Readers put the strings of all sections together, in the file's order.
    private void WriteStrings()
    {
        int place = Describe("strings");
        byte[] added = _strings.Written[_writtenStringBytes..].ToArray();
        _writtenStringBytes = _strings.Written.Length;
        byte[] stored = _compression.IsNone ? added : _compression.PackChunk(added, _layout.BigEndian);
        _output.Write(SectionHead(TraceOptionId.Strings, place, !_compression.IsNone, stored.Length).Written);
        _output.Write(stored);
    }

    private static void AddOption(DatOutput options, TraceOptionId id, ReadOnlySpan<byte> data) => options.UInt16((int)id).Bytes32(data);

    // Ends the options; returns the place of the offset of those that follow.
    private long WriteOptionsSection(DatOutput options)
    {
        options.UInt16((int)TraceOptionId.Done).UInt32(sizeof(long)).UInt64(0);
        _output.Write(SectionHead(TraceOptionId.Done, Describe("options"), isPacked: false, options.Written.Length).Written);
        _output.Write(options.Written);
        return _output.Position - sizeof(long);
    }

    private void WriteSection(MetadataPart part)
    {
        if (_compression.IsNone)
        {
            _output.Write(SectionHead(part.Id, Describe(part.Description), isPacked: false, part.Head.Written.Length + part.Text.Length).Written);
            _output.Write(part.Head.Written);
            _output.Write(part.Text.Span);
            return;
        }

        byte[] stored = _compression.PackChunk(part.Head.Bytes(part.Text.Span).Written, _layout.BigEndian);
        _output.Write(SectionHead(part.Id, Describe(part.Description), isPacked: true, stored.Length).Written);
        _output.Write(stored);
    }

    // u16 id, u16 flags, u32 place of the description among the strings, u64 size of what follows
    private DatOutput SectionHead(TraceOptionId id, int description, bool isPacked, long sizeBytes) =>
        NewOutput().UInt16((int)id).UInt16(isPacked ? CompressedFlag : 0).UInt32(description).UInt64(sizeBytes);

    private int Describe(string description)
    {
        int place = _strings.Written.Length;
        _strings.Name(description);
        return place;
    }

    private void WriteLatencyText7(RecordedBufferPages buffer, DatOutput options)
    {
        AddOption(options, TraceOptionId.BufferText, NewOutput().UInt64(_output.Position).Name(buffer.Name).Name(buffer.Clock).Written);
        DatOutput stored = _compression.IsNone
            ? NewOutput().Bytes(buffer.LatencyText.Span)
            : NewOutput().UInt32(1).Bytes(_compression.PackChunk(buffer.LatencyText.Span, _layout.BigEndian)); // chunks, and how many
        _output.Write(SectionHead(TraceOptionId.BufferText, Describe("buffer latency"), !_compression.IsNone, stored.Written.Length).Written);
        _output.Write(stored.Written);
    }

    private void WriteWholeBuffer7(RecordedBufferPages buffer, DatOutput options)
    {
        _bufferDescription = Describe(DescriptionOf(buffer.Name));
        BeginBufferSection();
        WriteAt(_bufferSection, WriteBuffer7(buffer, options));
    }

    // Returns the section's head, which is known now.
    private DatOutput WriteBuffer7(RecordedBufferPages buffer, DatOutput options)
    {
        ImmutableArray<CpuData> written = WriteCpus(buffer);
        DatOutput option = BufferOption(_bufferSection, buffer.Name, buffer.Clock).UInt32(written.Length);
        foreach (CpuData cpu in written)
        {
            option.UInt32(cpu.Cpu).UInt64(cpu.Offset).UInt64(cpu.SizeBytes);
        }

        AddOption(options, TraceOptionId.Buffer, option.Written);
        return BufferHead(_output.Position - _bufferSection - SectionHeadBytes);
    }

    private static string DescriptionOf(string buffer) => buffer.Length == 0 ? "buffer flyrecord" : $"buffer flyrecord {buffer}";

    // The section's size is put in at its end. Until then it is beyond any file's, for who goes from section to section.
    private void BeginBufferSection()
    {
        _bufferSection = _output.Position;
        _output.Write(BufferHead(UnknownSizeBytes).Written);
        AlignToPage();
    }

    private DatOutput BufferHead(long sizeBytes) => SectionHead(TraceOptionId.Buffer, _bufferDescription, !_compression.IsNone, sizeBytes);

    private DatOutput BufferOption(long section, string name, string clock) => NewOutput().UInt64(section).Name(name).Name(clock).UInt32(_layout.PageSizeBytes);
}
