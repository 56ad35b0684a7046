using System.Diagnostics;
using System.Text;
using Ftop.Decoding;
using Ftop.TraceDat.Replay;

namespace Ftop.TraceDat.Tests;

/// <summary>
/// Small files that say much: each is read in every form within bounded time and memory, what was refused is said in a line, and what could be read is
/// there. Bounds are of allocations, which are far less shaky than times; what was without a limit took minutes or gigabytes.
/// </summary>
[Collection(nameof(HeavyFileTests))]
[CollectionDefinition(nameof(HeavyFileTests), DisableParallelization = true)]
public sealed class HeavyFileTests(ITestOutputHelper output)
{
    private const long MaxAllocatedBytes = 600 << 20;
    private const double MaxSec = 15;

    private static readonly byte[] OnePage = Dat7Builder.Page(30);

    public static TheoryData<string, string, string> Kinds => new()
    {
        // kind, what of it is said ("" for nothing), what is in the report all the same
        { "attributes", "has 1120", "ev: s=text" },
        { "attributes, short of the limit", "at most 4096 characters", "ev: s=text" },
        { "many fields", "at most 512 fields", "ev: 5 text" },
        { "chain of terms", "at most 1024 operators", "ev: a=0x5 (5) s=text" },
        { "chain of terms beyond the longest format", "has 1", "ev: a=0x5 (5) s=text" },
        { "parentheses", "at most 64 nested expressions", "ev: a=0x5 (5) s=text" },
        { "ternaries", "at most 64 nested expressions", "ev: a=0x5 (5) s=text" },
        { "casts", "at most 64 nested expressions", "ev: a=0x5 (5) s=text" },
        { "unknown names", "at most 1024 operators", "ev: a=0x5 (5) s=text" },
        { "conversions", "at most 512 conversions", "ev: a=0x5 (5) s=text" },
        { "wide conversions", "", "[LINE TOO BIG]" },
        { "symbols of a value", "", "ev: five" },
        { "flags", "at most 1024 flags", "ev: a=0x5 (5) s=text" },
        { "flags of no bits", "", "[LINE TOO BIG]" },
        { "conditions of conditions", "", "ev: b" },
        { "lengths of arrays", "", "ev: 7465787400000000" },
        { "widths from the record", "", "ev: " },
        { "string without end", "", "ev: a=0x5 (5) s=text" },
        { "long name", "a name of at most 256 characters", "Unknown type 300" },
        { "formats of no length", "more than 65536 formats", "ev: 5 text" },
        { "formats of much text", "more than", "ev: 5 text" },
        { "sections named again", "it is read once", "ev: 5 text" },
        { "options", "more than 16384 options", "ev: 5 text" },
        { "options in a circle", "", "ev: 5 text" },
        { "buffers", "more than 256 buffers", "ev: 5 text" },
        { "lines that are no fields", "expected 'field:'", "Unknown type 300" },
        { "large sub-buffers", "pages of 134217728 bytes cannot be", "" },
        { "large sub-buffers of a buffer", "pages of 134217728 bytes cannot be", "ev: 5 text" },
        { "large sub-buffers of many CPUs", "are read", "ev: 5 text" },
        { "CPUs that share data", "lies within another CPU's", "ev: 5 text" },
        { "CPUs by the ten thousand that share data", "lies within another CPU's", "" },
        { "CPUs with tiny sub-buffers", "are read", "ev: 5 text" },
        { "CPUs with a sub-buffer each", "are read", "ev: 5 text" },
        { "long uname", "", "ev: 5 text" },
        { "long texts of all kinds", "more lines than any kernel's", "ev: 5 text" },
        { "thousands of CPUs", "are read", "ev: 5 text" },
        { "empty chunks", "at most", "ev: 5 text" },
        { "a large chunk", "unpacks to", "" },
        { "symbols", "unpacks to", "ev: 5 text" },
        { "short symbols", "more than 1048576 symbols", "ev: 5 text" },
        { "symbols without lines", "", "ev: 5 text" },
        { "strings", "more lines than any kernel's", "ev: 5 text" },
        { "task names", "more lines than any kernel's", "ev: 5 text" },
        { "long version", "version ", "" },
        { "long algorithm", "", "" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void IsReadInBoundedTimeAndMemory(string kind, string said, string shown)
    {
        byte[] bytes = Make(kind);
        using var recording = new Recording(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        (string text, string[] problems) = Report(recording.Path);
        Replay(recording.Path);
        output.WriteLine($"{bytes.Length} bytes: {watch.Elapsed.TotalSeconds:F2} s, {(GC.GetAllocatedBytesForCurrentThread() - before) >> 20} MiB\n{string.Join('\n', problems)}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocatedBytes);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, MaxSec);
        Assert.Contains(shown, text, StringComparison.Ordinal);
        Assert.True(said.Length == 0 || Array.Exists(problems, problem => problem.Contains(said, StringComparison.Ordinal)), string.Join('\n', problems));
        Assert.All(problems, problem => Assert.InRange(problem.Length, 1, 600));
        Assert.InRange(problems.Length, 0, 22);
    }

    [Fact]
    public void FilesFromElsewhere_AreReadInBoundedTimeAndMemory()
    {
        foreach (string path in Directory.EnumerateFiles(Path.Combine(Repository.Data, "faults"), "*.dat"))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            (_, string[] problems) = Report(path);
            Replay(path);
            Assert.True(watch.Elapsed.TotalSeconds < MaxSec && GC.GetAllocatedBytesForCurrentThread() - before < MaxAllocatedBytes, path);
            Assert.All(problems, problem => Assert.InRange(problem.Length, 1, 600));
        }
    }

    [Fact]
    public void ArraysInARecordThatPointAnywhere_ArePrintedWithinIt()
    {
        string format = Dat7Builder.Format("\"%s %s\", __get_str(d), __print_hex(__get_dynamic_array(d), __get_dynamic_array_len(d))", "\tfield:__data_loc char[] d;\toffset:8;\tsize:4;\tsigned:0;\n");
        foreach (int loc in (int[])[0, -1, 8 | (4 << 16), 8 | (0xffff << 16), 0xffff, 12 | (8 << 16)])
        {
            using var recording = new Recording(new Dat7Builder().Formats(format).Cpus(1, Dat7Builder.Page(3, a: loc)).Build());
            (string text, string[] problems) = Report(recording.Path);
            Assert.Equal((4, 0), (text.Split("ev: ").Length, problems.Length));
        }
    }

    private static byte[] Make(string kind)
    {
        string sound = Dat7Builder.Format("\"%d %s\", REC->a, REC->s");
        string Many(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
        byte[] Events(string printFmt, string fields = "") => new Dat7Builder().Formats(Dat7Builder.Format(printFmt, fields)).Cpus(1, OnePage).Build();
        Dat7Builder Sound(int headerPageSizeBytes = 4096) => new Dat7Builder(headerPageSizeBytes: headerPageSizeBytes).Formats(sound);
        string attribute = "__attribute__(())";
        string fieldsBefore = Dat7Builder.Format("\"\"");
        return kind switch
        {
            "attributes" => new Dat7Builder().Formats(fieldsBefore.Replace("int a;", Many(attribute, 65_900) + "int a;", StringComparison.Ordinal).Replace("\"\"", "\"%s\", REC->s", StringComparison.Ordinal)
                .Replace("\tfield:char s[8];\toffset:12;\tsize:8;\tsigned:0;\n", "", StringComparison.Ordinal).Replace("\n\n", "\n\n\tfield:char s[8];\toffset:12;\tsize:8;\tsigned:0;\n", StringComparison.Ordinal)).Cpus(1, OnePage).Build(),
            "attributes, short of the limit" => Events("\"s=%s\", REC->s", $"\tfield:{Many(attribute, 60_000)}int b;\toffset:8;\tsize:4;\tsigned:1;\n"),
            "many fields" => Events("\"%d %s\", REC->a, REC->s", Many("\tfield:int b;\toffset:8;\tsize:4;\tsigned:1;\n", 20_000)),
            "chain of terms" => Events($"\"%d\", REC->a{Many("+REC->a", 12_000)}"),
            "chain of terms beyond the longest format" => Events($"\"%d\", REC->a{Many(" + REC->a", 200_000)}"),
            "parentheses" => Events($"\"%d\", {Many("(", 30_000)}REC->a{Many(")", 30_000)}"),
            "ternaries" => Events($"\"%d\", {Many("REC->a ? 1 : ", 10_000)}2"),
            "casts" => Events($"\"%d\", {Many("(int)", 20_000)}REC->a"),
            "unknown names" => Events($"\"%d\", {string.Join('+', Enumerable.Range(0, 30_000).Select(i => $"N{i}"))}"),
            "conversions" => Events($"\"{Many("%d", 16_000)}\"{Many(",1", 16_000)}"),
            "wide conversions" => Events($"\"{Many("%4096d", 500)}\"{Many(",1", 500)}"),
            "symbols of a value" => Events($"\"%s\", __print_symbolic(REC->a, {string.Join(", ", Enumerable.Range(6, 10_000).Select(i => $"{{{i},\"n{i}\"}}"))}, {{5,\"five\"}})"),
            "flags" => Events($"\"%s\", __print_flags(REC->a, \"|\"{Many(",{1,\"x\"}", 10_000)})"),
            "flags of no bits" => Events($"\"%s\", __print_flags(REC->a, \"{new string('|', 4000)}\"{Many(",{0,\"x\"}", 1000)})"),
            "conditions of conditions" => Events($"\"%s\", {Many("!(", 18)}REC->s{Many(" ? \"a\" : \"b\")", 18)} ? \"a\" : \"b\""),
            "lengths of arrays" => Events("\"%s%s\", __print_hex_str(REC->s, 2000000000), __print_array(REC->s, REC->a - 6, 1)"),
            "widths from the record" => Events("\"%*d%.*s\", REC->a * 1000000000, 1, REC->a * 400000000, REC->s"),
            "string without end" => Events($"\"{new string('x', 1_000_000)}"),
            "long name" => new Dat7Builder().Formats(Dat7Builder.Format("\"\"", name: new string('n', 900_000))).Cpus(1, OnePage).Build(),
            "formats of no length" => Sound().Formats(Enumerable.Repeat("", 1_000_000).ToArray()).Cpus(1, OnePage).Build(),
            "formats of much text" => Sound().Formats([.. Enumerable.Repeat(Dat7Builder.Format($"\"{new string('x', 900_000)}\"", id: 301), 25)]).Cpus(1, OnePage).Build(),
            "lines that are no fields" => new Dat7Builder().Formats($"name: ev\nID: 300\nformat:\n{Many("x\n", 500_000)}").Cpus(1, OnePage).Build(),
            "sections named again" => Again(Sound()).Cpus(1, OnePage).Build(),
            "options" => Options(Sound().Cpus(1, OnePage), 1_000_000).Build(),
            "options in a circle" => Sound().Cpus(1, OnePage).Build(nextOptions: -1),
            "buffers" => Options(Sound().Cpus(1, OnePage), 3000, TraceOptionId.Buffer).Build(),
            "large sub-buffers" => Sound(headerPageSizeBytes: 1 << 27).Cpus(1, OnePage).Build(),
            "large sub-buffers of a buffer" => Sound().Cpus(1, OnePage).Cpus(8, OnePage, pageSizeBytes: 1 << 27).Build(),
            "large sub-buffers of many CPUs" => Sound().Cpus(64, Dat7Builder.Page(40_000, 1 << 20), 1 << 20).Build(),
            "CPUs that share data" => Shared(Sound(), 1000).Build(),
            "CPUs by the ten thousand that share data" => Shared(Sound(), 90_000, 64).Build(),
            "CPUs with tiny sub-buffers" => Sound().Cpus(10_000, Dat7Builder.Page(1, 64), 64).Build(),
            "CPUs with a sub-buffer each" => Sound().Cpus(3000, OnePage).Build(),
            "long uname" => Sound().Option(TraceOptionId.Uname, Encoding.ASCII.GetBytes(Many("a ", 1_500_000))).Cpus(1, OnePage).Build(),
            "long texts of all kinds" => Sound().TextSection(TraceOptionId.Kallsyms, Many("ffffffff81000000 t s\n", 700_000)).TextSection(TraceOptionId.Printk, Many("0x1 : \"s\"\n", 700_000))
                .TextSection(TraceOptionId.CmdLines, string.Concat(Enumerable.Range(1, 400_000).Select(i => $"{i} s\n"))).Cpus(1, OnePage).Build(),
            "thousands of CPUs" => Sound().Cpus(5000, Dat7Builder.Page(30, 1 << 16), 1 << 16).Build(),
            "empty chunks" => Sound().Buffer(4096, [Sound().AddCpu(OnePage)]).Cpus(1, [.. OnePage, .. new byte[1 << 22]]).Cpus(4, [.. OnePage, .. new byte[(1 << 22) - 4096]], chunks: 1000).Build(),
            "a large chunk" => Sound().Cpus(1, new byte[1 << 26]).Build(),
            "symbols" => Sound().TextSection(TraceOptionId.Kallsyms, Many("ffffffff81000000 t s\n", 2_000_000)).Cpus(1, OnePage).Build(),
            "short symbols" => new Dat7Builder().Formats(Dat7Builder.Format("\"%d %s\", REC->a, REC->s")).TextSection(TraceOptionId.Kallsyms, Many("1 t s\n2 t t\n", 2_500_000)).Cpus(1, OnePage).Build(),
            "symbols without lines" => Sound().TextSection(TraceOptionId.Kallsyms, $"1 t {new string('s', 30_000_000)}").Cpus(1, OnePage).Build(),
            "strings" => Sound().TextSection(TraceOptionId.Printk, string.Concat(Enumerable.Range(1, 400_000).Select(i => $"0x{i:x} : \"s\"\n"))).Cpus(1, OnePage).Build(),
            "task names" => Sound().TextSection(TraceOptionId.CmdLines, string.Concat(Enumerable.Range(1, 1_000_000).Select(i => $"{i} s\n"))).Cpus(1, OnePage).Build(),
            "long version" => new Dat7Builder(version: new string('8', 3000)).Build(),
            "long algorithm" => new Dat7Builder(version: new string('8', 30_000)).Build(),
            _ => throw new ArgumentException(kind),
        };
    }

    private static Dat7Builder Again(Dat7Builder file)
    {
        byte[] offset = new byte[8];
        file.Section(TraceOptionId.Printk, [0, 0, 0, 0]);
        long at = 0;
        for (int i = 0; i < 3000; i++)
        {
            BitConverter.TryWriteBytes(offset, at += i < 2 ? 1 : 0);
            file.Option(TraceOptionId.Printk, [.. offset]);
        }

        return file;
    }

    private static Dat7Builder Options(Dat7Builder file, int count, TraceOptionId id = TraceOptionId.TraceId)
    {
        for (int i = 0; i < count; i++)
        {
            _ = id == TraceOptionId.Buffer ? file.Buffer(4096, [(0, 0)]) : file.Option(id, [1]);
        }

        return file;
    }

    private static Dat7Builder Shared(Dat7Builder file, int cpus, int pageSizeBytes = 4096)
    {
        (long, long) data = file.AddCpu(OnePage[..Math.Min(pageSizeBytes, OnePage.Length)]);
        return file.Buffer(pageSizeBytes, [.. Enumerable.Repeat(data, cpus)]);
    }

    private static (string Text, string[] Problems) Report(string path)
    {
        try
        {
            using var input = RecordedInput.Open(path);
            using var text = new MemoryStream();
            foreach (RecordedBuffer buffer in input.Buffers)
            {
                TraceReport.Write(buffer, text);
                buffer.Input.Symbols?.TryFind(ulong.MaxValue, out _);
            }

            TraceReport.WriteTimeline(input, Stream.Null);
            return (Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)Math.Min(text.Length, 1 << 17))), [.. input.Problems]);
        }
        catch (Exception refusal) when (refusal is TraceDatException or InvalidDataException)
        {
            return ("", [refusal.Message]);
        }
    }

    private static void Replay(string path)
    {
        try
        {
            using var trace = RecordedTrace.Open(path);
            using var source = new ReplaySource(trace);
            source.Start(new NoSink());
            source.AdvanceTo(ulong.MaxValue);
        }
        catch (Exception refusal) when (refusal is TraceDatException or InvalidDataException)
        {
            Assert.InRange(refusal.Message.Length, 1, 600);
        }
    }

    private sealed class NoSink : ISubBufferSink
    {
        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
        }
    }
}
