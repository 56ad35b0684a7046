using System.Collections.Immutable;
using Ftop.Decoding.Files;

namespace Ftop.TraceDat.Writing;

/// <summary>
/// Writes a trace.dat of version 7 or 6, as trace-cmd and KernelShark read it (trace-cmd.dat.v7(5), trace-cmd.dat.v6(5)). CPU data is moved, not decoded.
/// Where the disk gets full, or the file may grow no larger, it ends with what fits and is whole all the same.
/// </summary>
public sealed partial class TraceDatWriter
{
    // What is given back of the data of a full disk, for what must stand behind it.
    private const int RoomForEndBytes = 1 << 16;

    private readonly Stream _output;
    private readonly TraceDatLayout _layout;
    private readonly Compression _compression;
    private LeftOut _leftOut;

    private TraceDatWriter(Stream output, TraceDatLayout layout)
    {
        (_output, _layout) = (output, layout);
        if (layout.Version is not (6 or 7))
        {
            throw new ArgumentException($"version {layout.Version}: 6 and 7 can be written", nameof(layout));
        }

        if (!Compression.TryFind(layout.Compression, out _compression) || (layout.Version == 6 && !_compression.IsNone))
        {
            throw new ArgumentException($"compression {layout.Compression} of version {layout.Version} cannot be written", nameof(layout));
        }
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="output">Where to; unbuffered is best, it is written in large pieces. Begins at its start and is cut at its end.</param>
    /// <param name="layout">The form.</param>
    /// <param name="content">All but the buffers.</param>
    /// <param name="buffers">The buffers, the top-level one first; where there is none, an empty one is written, which readers want.</param>
    /// <returns>Sub-buffers that were left out because nothing more fits.</returns>
    /// <exception cref="IOException">Writing failed for another reason, or not even the formats fit.</exception>
    public static LeftOut Write(Stream output, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<RecordedBufferPages> buffers)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(buffers);
        var writer = new TraceDatWriter(output, layout);
        output.Position = 0;
        IReadOnlyList<RecordedBufferPages> all = buffers.Any(buffer => buffer.Name.Length == 0)
            ? buffers
            : [new RecordedBufferPages("", buffers.Count > 0 ? buffers[0].Clock : "local", []), .. buffers];
        if (layout.Version == 6)
        {
            writer.WriteVersion6(content, all);
        }
        else
        {
            writer.WriteVersion7(content, all);
        }

        output.SetLength(output.Position);
        return writer._leftOut;
    }

    private DatOutput NewOutput() => new(_layout.BigEndian);

    private DatOutput FileHead() => NewOutput().Bytes([0x17, 0x08, 0x44]).Bytes("tracing"u8).Name($"{_layout.Version}")
        .Byte(_layout.BigEndian ? 1 : 0).Byte(_layout.LongSizeBytes).UInt32(_layout.PageSizeBytes);

    // CPU data one after the other, each at a multiple of the page size; a CPU without data is left out.
    private ImmutableArray<CpuData> WriteCpus(RecordedBufferPages buffer)
    {
        ImmutableArray<CpuData>.Builder written = ImmutableArray.CreateBuilder<CpuData>();
        foreach (RecordedPages pages in buffer.Cpus.Where(pages => pages.SizeBytes > 0).OrderBy(pages => pages.Cpu))
        {
            if (_leftOut.Bytes > 0 && pages is not PagesInPlace)
            {
                LeaveOut(pages.SizeBytes, _leftOut.Errno);
                continue;
            }

            AlignToPage();
            long start = _output.Position;
            if (_compression.IsNone)
            {
                WritePlain(pages, start);
            }
            else
            {
                WritePacked(pages);
            }

            if (_output.Position > start)
            {
                written.Add(new CpuData(pages.Cpu, start, _output.Position - start));
            }
        }

        return written.ToImmutable();
    }

    private void WritePlain(RecordedPages pages, long start)
    {
        try
        {
            pages.CopyTo(_output);
        }
        catch (Exception e) when (FileErrno.IsFull(FileErrno.Of(e)))
        {
            long wholeBytes = Math.Max(0, _output.Length - start - _roomForEndBytes) / _layout.PageSizeBytes * _layout.PageSizeBytes;
            wholeBytes = Math.Min(wholeBytes, (_output.Position - start) / _layout.PageSizeBytes * _layout.PageSizeBytes);
            _output.SetLength(start + wholeBytes);
            _output.Position = start + wholeBytes;
            LeaveOut(pages.SizeBytes - wholeBytes, FileErrno.Of(e));
        }
    }

    private void WritePacked(RecordedPages pages)
    {
        using var packed = new ChunkStream(_output, _compression, _layout.PageSizeBytes, _layout.BigEndian);
        try
        {
            pages.CopyTo(packed);
            packed.Flush();
        }
        catch (Exception e) when (FileErrno.IsFull(FileErrno.Of(e)))
        {
            LeaveOut(pages.SizeBytes, FileErrno.Of(e));
        }

        packed.Seal();
    }

    private void LeaveOut(long bytes, int errno) => _leftOut = new LeftOut(_leftOut.Bytes + bytes, errno);

    private void AlignToPage()
    {
        long over = _output.Position % _layout.PageSizeBytes;
        if (over != 0)
        {
            _output.Write(new byte[_layout.PageSizeBytes - over]);
        }
    }
}
