using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Ftop.Decoding.Text;
using Ftop.TraceDat.Writing;

namespace Ftop.TraceDat.Tests;

public sealed partial class DatTimeTests
{
    private static readonly TraceOption Date = Text(TraceOptionId.Date, "0x6553f1000");
    private static readonly TraceOption Negative = Text(TraceOptionId.Date, "-2000000");
    private static readonly TraceOption Offset = Text(TraceOptionId.Offset, "1500000000");

    [Fact]
    public void Options_AreReadFromTheFile()
    {
        Assert.Equal(default, Read());
        Assert.Equal(new TraceTime(0, 0, 0, 0x6553f1000 * 1000), Read(Date));
        Assert.Equal(new TraceTime(0, 0, 1_500_000_000, unchecked((ulong)-2_000_000_000)), Read(Negative, Offset));
        Assert.Equal(new TraceTime(3, 1, 0, 0), Read(Tsc(3, 1)));
        Assert.Equal(default, Read(Text(TraceOptionId.Date, "tomorrow"), Tsc(3, 200), new TraceOption(TraceOptionId.Tsc2Nsec, new byte[3])));
    }

    [Fact]
    public void Time_IsScaledThenMoved()
    {
        Assert.Equal(7ul, default(TraceTime).Of(7));
        Assert.Equal(ulong.MaxValue, default(TraceTime).Of(ulong.MaxValue));
        Assert.Equal(17ul, new TraceTime(3, 1, 5, 2).Of(7));
        Assert.Equal(5ul, new TraceTime(0, 0, unchecked((ulong)-2), 0).Of(7));
        Assert.Equal(1ul << 62, new TraceTime(1u << 31, 31, 0, 0).Of(1ul << 62));
    }

    [Fact]
    public void Report_ShowsTheTimesThatTraceCmdShows()
    {
        TraceCmd.RequireCompression("none");
        foreach (TraceOption[] options in (TraceOption[][])[[], [Date], [Negative], [Offset], [Offset, Date], [Tsc(3, 1)], [Tsc(1_500_000_000, 30), Date]])
        {
            foreach (int version in (int[])[6, 7])
            {
                using TemporaryFile file = With(version, options);
                string said = $"version {version}, {string.Join(", ", options.Select(option => option.Id))}";
                string[] expected = Times(TraceCmd.Report(file.Path).Output);
                Assert.True(expected.Length > 1000, said);
                using var input = RecordedInput.Open(file.Path);
                using var output = new MemoryStream();
                TraceReport.Write(input.Buffers[0], output);
                Assert.Equal(expected.Prepend(said), Times(Encoding.UTF8.GetString(output.ToArray())).Prepend(said));
            }
        }
    }

    private static TraceTime Read(params TraceOption[] options)
    {
        using TemporaryFile file = With(7, options);
        using var dat = TraceDatFile.Open(file.Path);
        return DatTime.Read(dat);
    }

    private static TemporaryFile With(int version, TraceOption[] options)
    {
        using var recording = new Recording("x86_64_v6");
        using var source = TraceDatFile.Open(recording.Path);
        var copy = new TemporaryFile();
        using FileStream output = File.Open(copy.Path, FileMode.Create);
        var layout = new TraceDatLayout { Version = version, PageSizeBytes = source.PageSizeBytes };
        TraceBuffer buffer = source.Buffers[0];
        TraceDatWriter.Write(
            output, layout, TraceDatContent.Of(source) with { Options = options }, [new("", "local", [.. buffer.Cpus.Select(cpu => new CopiedPages(source, buffer, cpu))])]);
        return copy;
    }

    private static TraceOption Text(TraceOptionId id, string text) => new(id, Encoding.ASCII.GetBytes(text + "\0"));

    private static TraceOption Tsc(uint mult, uint shift)
    {
        byte[] data = new byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(data, mult);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), shift);
        return new TraceOption(TraceOptionId.Tsc2Nsec, data);
    }

    private static string[] Times(string report) => [.. Time().Matches(report).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\[00\d\][ .\w]*? +(\d+\.\d{6}): ")]
    private static partial Regex Time();
}
