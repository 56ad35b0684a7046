using Ftop.Decoding.Files;

namespace Ftop.TraceDat.Writing;

// A file of version 7 that takes the sub-buffers of one CPU while it is recorded.
public sealed partial class TraceDatWriter
{
    private long _firstCpuPlace;
    private long _roomForEndBytes = RoomForEndBytes;

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
    public static TraceDatWriter Begin(Stream output, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers, int cpu)
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
    /// <returns>Sub-buffers that were left out because nothing more fits.</returns>
    /// <exception cref="IOException">Writing failed for another reason.</exception>
    public LeftOut Finish(TraceDatContent content, IReadOnlyList<RecordedBufferPages> buffers)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(buffers);
        buffers = [buffers[0] with { Cpus = [MakeRoomForEnd(buffers[0].Cpus[0], content), .. buffers[0].Cpus.Skip(1)] }, .. buffers.Skip(1)];
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
        return _leftOut;
    }

    // What follows the data makes the file whole: where it would not fit, the first CPU's last sub-buffers make room for it.
    private PagesInPlace MakeRoomForEnd(RecordedPages first, TraceDatContent content)
    {
        long roomBytes = RoomForEndBytes + content.Options.Sum(option => (long)OptionHeadBytes + option.Data.Length)
            + MetadataParts.Of(content, _layout.BigEndian).Where(part => !IsWritten(part)).Sum(part => (long)part.Head.Written.Length + part.Text.Length);
        _roomForEndBytes = roomBytes; // the CPUs that follow leave it too
        long sizeBytes = first.SizeBytes;
        while (!HasRoom(DataOffset + sizeBytes, roomBytes, out int errno))
        {
            long lessBytes = Math.Min(sizeBytes, (roomBytes + _layout.PageSizeBytes - 1) / _layout.PageSizeBytes * _layout.PageSizeBytes);
            if (lessBytes == 0)
            {
                throw new IOException("no room for the end of the file", errno);
            }

            sizeBytes -= lessBytes;
            LeaveOut(lessBytes, errno);
            _output.SetLength(DataOffset + sizeBytes);
        }

        return new PagesInPlace(first.Cpu, sizeBytes);
    }

    private bool HasRoom(long offset, long roomBytes, out int errno)
    {
        byte[] piece = new byte[1 << 16];
        try
        {
            _output.Position = offset;
            for (long left = roomBytes; left > 0; left -= piece.Length)
            {
                _output.Write(piece, 0, (int)Math.Min(left, piece.Length));
            }

            errno = 0;
            return true;
        }
        catch (Exception e) when (FileErrno.IsFull(FileErrno.Of(e)))
        {
            errno = FileErrno.Of(e);
            return false;
        }
    }
}
