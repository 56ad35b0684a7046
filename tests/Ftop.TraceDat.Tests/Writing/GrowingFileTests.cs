using Ftop.TraceDat.Writing;

namespace Ftop.TraceDat.Tests.Writing;

/// <summary>A file that takes its first CPU's sub-buffers as they come.</summary>
public sealed class GrowingFileTests
{
    private const int TornBytes = 100;

    [Fact]
    public void Finished_IsReadAsOneWrittenAtOnce()
    {
        using var recording = new Recording("x86_64_v7_none");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        TraceBuffer buffer = source.Buffers[0];
        TraceDatContent atEnd = TraceDatContent.Of(source);
        Write(copy.Path, source, (writer, output) => writer.Finish(atEnd, [Pages(source, buffer), new RecordedBufferPages("further", "global", [])]));

        using var written = TraceDatFile.Open(copy.Path);
        Assert.Empty(written.Problems);
        Assert.Null(written.Unfinished);
        Assert.Equal(["", "further"], written.Buffers.Select(one => one.Name));
        Assert.Equal(source.Formats, written.Formats);
        Assert.True(source.Kallsyms.Span.SequenceEqual(written.Kallsyms.Span));
        Assert.True(source.SavedCmdLines.Span.SequenceEqual(written.SavedCmdLines.Span));
        Assert.Equal(buffer.Cpus.Select(cpu => cpu.Cpu), written.Buffers[0].Cpus.Select(cpu => cpu.Cpu));
        foreach ((CpuData one, CpuData other) in buffer.Cpus.Zip(written.Buffers[0].Cpus))
        {
            Assert.Equal(Bytes(source, buffer, one), Bytes(written, written.Buffers[0], other));
        }
    }

    [Fact]
    public void Finished_IsReadByTraceCmdAsTheRecording()
    {
        TraceCmd.RequireCompression("none");
        using var recording = new Recording("x86_64_v7_none");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        Write(copy.Path, source, (writer, output) => writer.Finish(TraceDatContent.Of(source), [Pages(source, source.Buffers[0])]));
        Assert.Equal(TraceCmd.Report(recording.Path), TraceCmd.Report(copy.Path));
    }

    [Fact]
    public void Finished_HoldsTheSymbolsOnce()
    {
        using var recording = new Recording("x86_64_v7_none");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        Write(copy.Path, source, (writer, output) => writer.Finish(TraceDatContent.Of(source), [Pages(source, source.Buffers[0])]));
        long data = source.Buffers[0].Cpus.Sum(cpu => (long)Bytes(source, source.Buffers[0], cpu).Length);
        Assert.InRange(new FileInfo(copy.Path).Length, data + source.Kallsyms.Length, data + (1.5 * source.Kallsyms.Length));
    }

    [Fact]
    public void Unfinished_IsEmptyAndTellsWhereTheFirstCpusAre()
    {
        using var recording = new Recording("x86_64_v7_none");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        long offset = 0;
        Write(copy.Path, source, (writer, output) => offset = writer.DataOffset);

        using var written = TraceDatFile.Open(copy.Path);
        Assert.Empty(written.Problems);
        Assert.Equal(new CpuData(source.Buffers[0].Cpus[0].Cpu, offset, 0), written.Unfinished);
        Assert.Empty(Assert.Single(written.Buffers).Cpus);
        Assert.Equal(source.HeaderPage, written.HeaderPage);
        Assert.Equal(Bytes(source, source.Buffers[0], source.Buffers[0].Cpus[0]), Bytes(new FilePages(0, copy.Path, source.PageSizeBytes, offset)));
    }

    /// <summary>The disk fails while the others' sub-buffers are put behind the first CPU's: those are told apart.</summary>
    [Fact]
    public void EndedWhileFinishing_TellsWhatTheFirstCpusAre()
    {
        using var recording = new Recording("x86_64_v7_none");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        TraceBuffer buffer = source.Buffers[0];
        RecordedBufferPages pages = Pages(source, buffer) with { Cpus = [Pages(source, buffer).Cpus[0], new Failing(1)] };
        Write(copy.Path, source, (writer, output) => Assert.Throws<IOException>(() => writer.Finish(TraceDatContent.Of(source), [pages])));

        using var written = TraceDatFile.Open(copy.Path);
        CpuData first = Assert.NotNull(written.Unfinished);
        Assert.Equal(Bytes(source, buffer, buffer.Cpus[0]), Bytes(new FilePages(0, copy.Path, source.PageSizeBytes, first.Offset, first.SizeBytes)));
    }

    /// <summary>A file of trace-cmd's may have CPUs without sub-buffers, and is finished all the same.</summary>
    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    public void FileOfTraceCmd_IsFinished(string name)
    {
        using var recording = new Recording(name);
        using var source = TraceDatFile.Open(recording.Path);
        Assert.Null(source.Unfinished);
    }

    // Begins a file, puts the first CPU's sub-buffers and a torn one into it, and does the rest.
    private static void Write(string path, TraceDatFile source, Action<TraceDatWriter, FileStream> rest)
    {
        using FileStream output = File.Open(path, FileMode.Create);
        TraceBuffer buffer = source.Buffers[0];
        var layout = new TraceDatLayout { PageSizeBytes = source.PageSizeBytes };
        var writer = TraceDatWriter.Begin(output, layout, Begun(source), [("", buffer.Clock)], buffer.Cpus[0].Cpu);
        output.Position = writer.DataOffset;
        new CopiedPages(source, buffer, buffer.Cpus[0]).CopyTo(output);
        output.Write(new byte[TornBytes]);
        rest(writer, output);
    }

    // Of the beginning some is still to come.
    private static TraceDatContent Begun(TraceDatFile source) => TraceDatContent.Of(source) with { SavedCmdLines = default, Formats = [source.Formats[0]] };

    private static RecordedBufferPages Pages(TraceDatFile source, TraceBuffer buffer) => new(
        "",
        buffer.Clock,
        [new PagesInPlace(buffer.Cpus[0].Cpu, Bytes(source, buffer, buffer.Cpus[0]).Length), .. buffer.Cpus.Skip(1).Select(cpu => new CopiedPages(source, buffer, cpu))]);

    private static byte[] Bytes(RecordedPages pages)
    {
        using var bytes = new MemoryStream();
        pages.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static byte[] Bytes(TraceDatFile file, TraceBuffer buffer, CpuData cpu)
    {
        using var bytes = new MemoryStream();
        using CpuDataReader reader = file.OpenCpu(buffer, cpu);
        while (reader.TryReadNext(out ReadOnlySpan<byte> subBuffer))
        {
            bytes.Write(subBuffer);
        }

        return bytes.ToArray();
    }

    private sealed class Failing(int cpu) : RecordedPages(cpu)
    {
        public override long SizeBytes => 1 << 20;

        public override void CopyTo(Stream output)
        {
            output.Write(new byte[1 << 16]);
            throw new IOException("Input/output error", 5);
        }
    }
}
