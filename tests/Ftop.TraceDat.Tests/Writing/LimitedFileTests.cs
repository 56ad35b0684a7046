using Ftop.TraceDat.Writing;

namespace Ftop.TraceDat.Tests.Writing;

/// <summary>Files on a disk that is full, or that may grow no larger: what fits is a whole recording.</summary>
public sealed class LimitedFileTests
{
    private const int NoSpace = 28;
    private const int TooBig = 27;
    private const int LeastBytes = 1 << 20;

    /// <summary>The first CPU's sub-buffers fill the file to its limit: they make room for what must stand behind them.</summary>
    [Theory]
    [InlineData(NoSpace, "the disk is full: ")]
    [InlineData(TooBig, "file too large (FAT: 4 GiB")]
    public void GrowingFile_IsWholeAlsoWhereItsFirstCpuFillsIt(int errno, string words)
    {
        using var recording = new Recording("x86_64_v7_none");
        using var source = TraceDatFile.Open(recording.Path);
        using var copy = new TemporaryFile();
        TraceBuffer buffer = source.Buffers[0];
        LeftOut leftOut;
        long recordedBytes;
        using (var output = new LimitedStream(copy.Path, errno))
        {
            var layout = new TraceDatLayout { PageSizeBytes = source.PageSizeBytes };
            var writer = TraceDatWriter.Begin(output, layout, TraceDatContent.Of(source) with { SavedCmdLines = default }, [("", buffer.Clock)], buffer.Cpus[0].Cpu);
            output.Position = writer.DataOffset;
            while (output.Position < writer.DataOffset + LeastBytes)
            {
                new CopiedPages(source, buffer, buffer.Cpus[0]).CopyTo(output);
            }

            recordedBytes = output.Position - writer.DataOffset;
            output.MostBytes = output.Length;
            leftOut = writer.Finish(
                TraceDatContent.Of(source),
                [new("", buffer.Clock, [new PagesInPlace(buffer.Cpus[0].Cpu, recordedBytes), .. buffer.Cpus.Skip(1).Select(cpu => new CopiedPages(source, buffer, cpu))])]);
        }

        using var written = TraceDatFile.Open(copy.Path);
        Assert.Empty(written.Problems);
        Assert.Null(written.Unfinished);
        CpuData first = Assert.Single(written.Buffers[0].Cpus);
        Assert.InRange(first.SizeBytes, recordedBytes / 2, recordedBytes - source.PageSizeBytes);
        Assert.True(source.SavedCmdLines.Span.SequenceEqual(written.SavedCmdLines.Span));
        Assert.Equal(errno, leftOut.Errno);
        Assert.StartsWith(words, leftOut.ToString(), StringComparison.Ordinal);
        Assert.Equal(recordedBytes - first.SizeBytes + buffer.Cpus.Skip(1).Sum(cpu => cpu.SizeBytes), leftOut.Bytes);
    }

    // EFBIG comes as .NET tells it.
    private sealed class LimitedStream(string path, int errno) : FileStream(path, FileMode.Create)
    {
        public long MostBytes { get; set; } = long.MaxValue;

        public override void Write(byte[] buffer, int offset, int count)
        {
            int fit = (int)Math.Clamp(MostBytes - Position, 0, count);
            base.Write(buffer, offset, fit);
            if (fit < count)
            {
                throw errno == TooBig ? AsDotNetTells("value") : new IOException("No space left on device", errno);
            }
        }

        private static ArgumentOutOfRangeException AsDotNetTells(string value) => new(value);

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
    }
}
