using System.Text;
using Ftop.TraceDat.Writing;

namespace Ftop.TraceDat.Tests.Writing;

public sealed class TraceDatWriterTests
{
    public static TheoryData<string, int, string> Forms() => Combine("none", "zstd", "zlib");

    // trace-cmd is usually built without zlib.
    public static TheoryData<string, int, string> TraceCmdForms() => Combine("none", "zstd");

    private static TheoryData<string, int, string> Combine(params string[] compressions)
    {
        var forms = new TheoryData<string, int, string>();
        foreach (string name in (string[])["x86_64_v6", "x86_64_v7_none", "x86_graph_ev_v6", "x86_func_v7_none"])
        {
            forms.Add(name, 6, "none");
            foreach (string compression in compressions)
            {
                forms.Add(name, 7, compression);
            }
        }

        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void ReadWriteRead_GivesTheSame(string name, int version, string compression)
    {
        using var recording = new Recording(name);
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        Assert.Equal(0, Copy(source, copy.Path, version, compression));
        using var written = TraceDatFile.Open(copy.Path);
        Assert.Empty(written.Problems);
        Assert.Equal(version, written.Version);
        AssertSame(source, written);
    }

    /// <summary>A latency tracer leaves text in place of pages; trace-cmd prints it too, and an empty line behind it.</summary>
    [Theory]
    [InlineData(6, "none")]
    [InlineData(7, "none")]
    [InlineData(7, "zstd")]
    public void LatencyText_IsReadAsWritten(int version, string compression)
    {
        const string Text = "# tracer: wakeup_rt\n#\n  <idle>-0         0dNh5.    9us!:        0:120:R   + [000]      22: 98:R rcuc/0\n";
        using var recording = new Recording("x86_64_v6");
        using var source = TraceDatFile.Open(recording.Path);
        using var file = new TemporaryFile();
        using (FileStream output = File.Open(file.Path, FileMode.Create))
        {
            TraceDatWriter.Write(
                output,
                new TraceDatLayout { Version = version, Compression = compression, PageSizeBytes = source.PageSizeBytes },
                TraceDatContent.Of(source),
                [new RecordedBufferPages("", "local", []) { LatencyText = Encoding.UTF8.GetBytes(Text) }]);
        }

        using var written = TraceDatFile.Open(file.Path);
        Assert.Empty(written.Problems);
        Assert.Equal(Text, Encoding.UTF8.GetString(Assert.Single(written.Buffers).LatencyText.Span));
        TraceCmd.RequireCompression(compression);
        (string report, string errors) = TraceCmd.Report(file.Path);
        Assert.Equal("", errors);
        Assert.EndsWith(Text, report.TrimEnd('\n') + "\n", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TraceCmdForms))]
    public void TraceCmd_ReadsTheCopyAsTheRecording(string name, int version, string compression)
    {
        using var recording = new Recording(name);
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        Copy(source, copy.Path, version, compression);
        TraceCmd.RequireCompression(compression);
        (string expected, string expectedErrors) = TraceCmd.Report(recording.Path);
        (string report, string errors) = TraceCmd.Report(copy.Path);
        Assert.Equal(expectedErrors, errors);
        Assert.Equal(expected, report);
        Assert.Contains("[000]", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, "none")]
    [InlineData(7, "none")]
    [InlineData(7, "zlib")]
    [InlineData(7, "zstd")]
    public void Instances_AreBuffersOfTheirOwn(int version, string compression)
    {
        using var recording = new Recording("x86_64_v6");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        RecordedPages[] pages = [.. source.Buffers[0].Cpus.Select(cpu => new CopiedPages(source, source.Buffers[0], cpu))];
        using (FileStream output = File.Open(copy.Path, FileMode.Create))
        {
            var layout = new TraceDatLayout { Version = version, Compression = compression, PageSizeBytes = source.PageSizeBytes };
            TraceDatWriter.Write(output, layout, TraceDatContent.Of(source), [new("one", "local", pages[..1]), new("two", "local", pages)]);
        }

        using var written = TraceDatFile.Open(copy.Path);
        Assert.Empty(written.Problems);
        Assert.Equal(["", "one", "two"], written.Buffers.Select(buffer => buffer.Name));
        Assert.Equal([0, 1, 2], written.Buffers.Select(buffer => buffer.Cpus.Length));
        Assert.Equal(Bytes(source, source.Buffers[0], source.Buffers[0].Cpus[1]), Bytes(written, written.Buffers[2], written.Buffers[2].Cpus[1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ByteOrder_IsTheOneAskedFor(bool bigEndian)
    {
        using var recording = new Recording("x86_64_v6");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        using (FileStream output = File.Open(copy.Path, FileMode.Create))
        {
            var layout = new TraceDatLayout { BigEndian = bigEndian, PageSizeBytes = source.PageSizeBytes };
            TraceDatContent content = TraceDatContent.Of(source) with { Options = [] };
            TraceDatWriter.Write(output, layout, content, [new("", "local", [.. source.Buffers[0].Cpus.Select(cpu => new CopiedPages(source, source.Buffers[0], cpu))])]);
        }

        using var written = TraceDatFile.Open(copy.Path);
        Assert.Equal(bigEndian, written.BigEndian);
        Assert.Equal(source.Formats, written.Formats);
        Assert.Equal(source.Buffers[0].Cpus.Select(cpu => cpu.SizeBytes), written.Buffers[0].Cpus.Select(cpu => cpu.SizeBytes));
    }

    [Fact]
    public void PagesOfAFile_AreCopiedWithoutATornOneAtTheEnd()
    {
        byte[] bytes = new byte[(3 * 4096) + 100];
        new Random(2).NextBytes(bytes);
        using var source = new TemporaryFile();
        File.WriteAllBytes(source.Path, bytes);
        using var copy = new TemporaryFile();
        using (FileStream output = File.Open(copy.Path, FileMode.Create))
        {
            var pages = new FilePages(0, source.Path, 4096);
            Assert.Equal(3 * 4096, pages.SizeBytes);
            pages.CopyTo(output);
        }

        Assert.Equal(bytes[..(3 * 4096)], File.ReadAllBytes(copy.Path));
        Assert.Equal(bytes, File.ReadAllBytes(source.Path));
    }

    [Fact]
    public void FullDisk_LeavesAWholeFileOfWhatFits()
    {
        using var recording = new Recording("x86_64_v6");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        TraceBuffer buffer = source.Buffers[0];
        LeftOut leftOut;
        using (FileStream output = File.Open(copy.Path, FileMode.Create))
        {
            var layout = new TraceDatLayout { PageSizeBytes = source.PageSizeBytes };
            leftOut = TraceDatWriter.Write(
                output, layout, TraceDatContent.Of(source), [new("", "local", [new FullAfter(0, 40, 100), new CopiedPages(source, buffer, buffer.Cpus[1])])]);
        }

        using var written = TraceDatFile.Open(copy.Path);
        Assert.Empty(written.Problems);
        CpuData left = Assert.Single(written.Buffers[0].Cpus);
        Assert.Equal((40 - 16) * 4096, left.SizeBytes);
        Assert.Equal(((100 - 24) * 4096) + buffer.Cpus[1].SizeBytes, leftOut.Bytes);
        Assert.StartsWith("the disk is full: ", leftOut.ToString(), StringComparison.Ordinal);
    }

    internal static long Copy(TraceDatFile source, string path, int version, string compression)
    {
        using FileStream output = File.Open(path, FileMode.Create);
        var layout = new TraceDatLayout
        {
            Version = version,
            Compression = compression,
            BigEndian = source.BigEndian,
            LongSizeBytes = source.LongSizeBytes,
            PageSizeBytes = source.PageSizeBytes,
        };
        RecordedBufferPages[] buffers =
        [
            .. source.Buffers.Select(buffer => new RecordedBufferPages(
                buffer.Name, buffer.Clock, [.. buffer.Cpus.Select(cpu => new CopiedPages(source, buffer, cpu))])),
        ];
        return TraceDatWriter.Write(output, layout, TraceDatContent.Of(source), buffers).Bytes;
    }

    private static void AssertSame(TraceDatFile expected, TraceDatFile actual)
    {
        Assert.Equal(expected.HeaderPage, actual.HeaderPage);
        Assert.Equal(expected.HeaderEvent, actual.HeaderEvent);
        Assert.Equal(expected.Formats, actual.Formats);
        Assert.True(expected.Kallsyms.Span.SequenceEqual(actual.Kallsyms.Span));
        Assert.True(expected.PrintkFormats.Span.SequenceEqual(actual.PrintkFormats.Span));
        Assert.True(expected.SavedCmdLines.Span.SequenceEqual(actual.SavedCmdLines.Span));
        Assert.Equal(expected.TraceClock, actual.TraceClock);
        Assert.Equal(Texts(expected), Texts(actual));
        Assert.Equal(expected.Buffers.Select(buffer => (buffer.Name, buffer.Clock)), actual.Buffers.Select(buffer => (buffer.Name, buffer.Clock)));
        foreach ((TraceBuffer one, TraceBuffer other) in expected.Buffers.Zip(actual.Buffers))
        {
            Assert.Equal(one.Cpus.Select(cpu => cpu.Cpu), other.Cpus.Select(cpu => cpu.Cpu));
            foreach ((CpuData oneCpu, CpuData otherCpu) in one.Cpus.Zip(other.Cpus))
            {
                Assert.True(Bytes(expected, one, oneCpu).AsSpan().SequenceEqual(Bytes(actual, other, otherCpu)));
            }
        }
    }

    private static IEnumerable<string> Texts(TraceDatFile file) => file.Options
        .Where(option => option.Id is TraceOptionId.CpuStat or TraceOptionId.Uname or TraceOptionId.Version or TraceOptionId.Date)
        .Select(option => $"{option.Id} {System.Text.Encoding.UTF8.GetString(option.Data.Span)}");

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

    private sealed class FullAfter(int cpu, int pages, int wanted) : RecordedPages(cpu)
    {
        public override long SizeBytes => wanted * 4096;

        public override void CopyTo(Stream output)
        {
            output.Write(new byte[pages * 4096]);
            throw new IOException("No space left on device", 28);
        }
    }
}
