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
    private long _firstCpuPlace;

    /// <summary>Where the sub-buffers of the first CPU stand in a file that is written while it is recorded.</summary>
    public long DataOffset { get; private set; }

    /// <summary>
    /// Begins a file of version 7 to which the sub-buffers of one CPU are appended as they come, from <see cref="DataOffset"/> on. Until <see cref="Finish"/>
    /// it can be read as a recording without sub-buffers, in which <see cref="TraceDatFile.Unfinished"/> tells where they are.
    /// </summary>
    /// <param name="output">Stays the caller's.</param>
    /// <param name="layout">The form, without compression.</param>
    /// <param name="content">All but the buffers.</param>
    /// <param name="buffers">All buffers, the top-level one first.</param>
    /// <param name="cpu">The first CPU, of that one.</param>
    public static TraceDatWriter Begin(FileStream output, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers, int cpu)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(buffers);
        var writer = new TraceDatWriter(output, layout);
        if (layout.Version != 7 || !writer._compression.IsNone)
        {
            throw new ArgumentException("only version 7 without compression can be written while it is recorded", nameof(layout));
        }

        output.Position = 0;
        writer.WriteHead7();
        DatOutput options = writer.WriteMetadata7(content);
        writer.WriteAt(writer._firstOptionsPlace, writer.NewOutput().UInt64(output.Position));
        long nextPlace = writer.WriteOptionsSection(options);
        writer.WriteAt(nextPlace, writer.NewOutput().UInt64(output.Position));
        DatOutput buffer = writer.BufferOption(0, "", buffers[0].Clock).UInt32(1).UInt32(cpu);
        long bufferPlace = output.Position + SectionHeadBytes + OptionHeadBytes;
        DatOutput bufferOptions = writer.NewOutput();
        AddOption(bufferOptions, TraceOptionId.Buffer, writer.NewOutput().Bytes(buffer.Written).UInt64(0).UInt64(0).Written);
        foreach ((string name, string instanceClock) in buffers.Skip(1))
        {
            AddOption(bufferOptions, TraceOptionId.Buffer, writer.BufferOption(0, name, instanceClock).UInt32(0).Written);
        }

        writer.WriteOptionsSection(bufferOptions);
        writer._bufferDescription = writer.Describe(DescriptionOf(""));
        writer.WriteStrings();
        writer.WriteAt(bufferPlace, writer.NewOutput().UInt64(output.Position));
        writer.BeginBufferSection();
        writer.DataOffset = output.Position;
        writer._firstCpuPlace = bufferPlace + buffer.Written.Length;
        writer.WriteAt(writer._firstCpuPlace, writer.NewOutput().UInt64(writer.DataOffset));
        output.SetLength(output.Position);
        return writer;
    }

    /// <summary>Completes what <see cref="Begin"/> began.</summary>
    /// <param name="content">As it is now: parts that changed are written again.</param>
    /// <param name="buffers">The top-level one first, whose first CPU's sub-buffers are in their place (<see cref="PagesInPlace"/>).</param>
    /// <returns>Bytes of sub-buffers that were left out because the disk is full.</returns>
    /// <exception cref="IOException">Writing failed for another reason.</exception>
    public long Finish(TraceDatContent content, IReadOnlyList<RecordedBufferPages> buffers)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(buffers);
        WriteAt(_firstCpuPlace, NewOutput().UInt64(DataOffset).UInt64(buffers[0].Cpus[0].SizeBytes)); // what follows is not that CPU's
        _output.Position = DataOffset;
        DatOutput bufferOptions = NewOutput();
        DatOutput first = WriteBuffer7(buffers[0], bufferOptions);
        long firstSection = _bufferSection;
        foreach (RecordedBufferPages buffer in buffers.Skip(1))
        {
            WriteWholeBuffer7(buffer, bufferOptions);
        }

        DatOutput options = WriteMetadata7(content);
        long optionsSection = _output.Position;
        long nextPlace = WriteOptionsSection(options);
        WriteAt(nextPlace, NewOutput().UInt64(_output.Position));
        WriteOptionsSection(bufferOptions);
        WriteStrings();
        _output.SetLength(_output.Position);
        WriteAt(_firstOptionsPlace, NewOutput().UInt64(optionsSection)); // from here on the file is whole
        WriteAt(firstSection, first);
        return _leftOutBytes;
    }

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
            if (!_parts.TryGetValue(part.Id, out (MetadataPart Part, long Offset) written) || !written.Part.IsSame(part))
            {
                _parts[part.Id] = written = (part, _output.Position);
                WriteSection(part);
            }

            AddOption(options, part.Id, NewOutput().UInt64(written.Offset).Written);
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
