using System.Text.Json;
using Ftop.Decoding;
using Ftop.TraceDat.Replay;
using Ftop.TraceDat.Tests.Writing;

namespace Ftop.TraceDat.Tests;

/// <summary>Whole files, mutated: each gives a report or a replay, perhaps with problems, or one of the errors that say so. Seeded; a failure names its seed.</summary>
public sealed class TraceDatFuzzTests(ITestOutputHelper output)
{
    private const int Cases = 60_000;

    // In memory where there is such a place: a case is a file.
    private static readonly string Place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    [Fact]
    public void MutatedFiles_AreReportedOrRefused()
    {
        byte[][] version6 = [new DatBuilder(false, 8).Build(), new DatBuilder(true, 8).Build(), new DatBuilder(false, 4).Build(), new DatBuilder(true, 4).Build()];
        Subject[] files = [.. Rich().Concat(version6).Concat(version6.SelectMany(file => ((string[])["none", "zlib", "zstd"]).Select(compression => Version7(file, compression)))).Select(file => new Subject(file))];
        int threads = Environment.ProcessorCount;
        int[] reported = new int[threads];
        Parallel.For(0, threads, thread => reported[thread] = Run(files, thread, threads));
        output.WriteLine($"{Cases} cases, {reported.Sum()} of which are reported");
        Assert.True(reported.Sum() > Cases / 10, "mutations leave too few files that open");
    }

    // What the plain files lack: expressions of every kind, arrays in records, symbols, several CPUs and buffers.
    private static IEnumerable<byte[]> Rich()
    {
        const string PrintFmt = "\"%*d %.*s %pS %p %s %s %s\", REC->a, 1 + (REC->a ? 2 : 3), REC->a, REC->s, (void *)(unsigned long)REC->a, REC->a + vmemmap[1], "
            + "__print_symbolic(REC->a & 7, {5, \"five\"}, {6, \"six\"}), __print_flags(REC->a, \"|\", {1, \"one\"}, {4, \"four\"}), __print_array(REC->s, 2, REC->a % 9)";
        foreach (string compression in (string[])["none", "zlib", "zstd"])
        {
            string format = Dat7Builder.Format(PrintFmt, "\tfield:__data_loc char[] d;\toffset:8;\tsize:4;\tsigned:0;\n");
            yield return new Dat7Builder(compression).Formats(format, Dat7Builder.Format("\"\"", id: 301))
                .TextSection(TraceOptionId.Kallsyms, "1 T one\n5 T five\n5 T alias\nffffffffc0000000 t m\t[module]\n").TextSection(TraceOptionId.Printk, "0x5 : \"text\"\n")
                .TextSection(TraceOptionId.CmdLines, "7 worker\n").Cpus(3, [.. Dat7Builder.Page(20), .. Dat7Builder.Page(3, timestamp: 2_000_000_000)]).Cpus(1, Dat7Builder.Page(2)).Build();

            // Many CPUs with a small sub-buffer each, and one whose time goes back.
            yield return new Dat7Builder(compression).Formats(format).TextSection(TraceOptionId.Printk, "0x5 : \"\\n\\t\\\"\"\n").Cpus(40, Dat7Builder.Page(1, 64), 64)
                .Cpus(1, [.. Dat7Builder.Page(2, timestamp: 90_000_000_000), .. Dat7Builder.Page(2), .. Dat7Builder.Page(2, timestamp: 50_000_000_000)]).Build();
        }
    }

    private static int Run(Subject[] files, int first, int step)
    {
        string path = Path.Combine(Place, $"ftop-fuzz-{Guid.NewGuid():N}.dat");
        int reported = 0;
        for (int seed = first; seed < Cases; seed += step)
        {
            var random = new Random(seed);
            File.WriteAllBytes(path, Mutate(files[random.Next(files.Length)], random));
            try
            {
                if (seed % 4 == 3)
                {
                    Replay(path, random);
                }
                else
                {
                    using var input = RecordedInput.Open(path);
                    Report(input, seed % 4);
                }

                reported++;
            }
            catch (Exception refusal) when (refusal is TraceDatException or InvalidDataException)
            {
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}", exception);
            }
        }

        File.Delete(path);
        return reported;
    }

    private static void Report(RecordedInput input, int form)
    {
        if (form == 0)
        {
            using var timeline = new MemoryStream();
            TraceReport.WriteTimeline(input, timeline);
            timeline.Position = 0;
            using JsonDocument json = JsonDocument.Parse(timeline); // names may be any bytes
            return;
        }

        foreach (RecordedBuffer buffer in input.Buffers)
        {
            _ = form == 1 ? TraceReport.Write(buffer, Stream.Null) : TraceReport.WriteJson(buffer, Stream.Null);
        }
    }

    private static void Replay(string path, Random random)
    {
        using RecordedTrace trace = RecordedTrace.Open(path);
        ulong middle = trace.Start + (ulong)(random.NextDouble() * (trace.End - trace.Start));
        foreach (ulong from in (ulong[])[0, middle, trace.TimeBefore(middle, random.Next(1 << 20))])
        {
            var source = new ReplaySource(trace, from);
            source.Start(new NoSink());
            source.AdvanceTo(middle);
            source.AdvanceTo(ulong.MaxValue);
            Assert.True(source.IsAtEnd);
        }
    }

    private static byte[] Mutate(Subject file, Random random)
    {
        byte[] original = file.Bytes;
        byte[] bytes = original[..(random.Next(4) == 0 ? random.Next(original.Length) : original.Length)];
        for (int i = random.Next(3); i >= 0 && bytes.Length > 0; i--)
        {
            int[] places = random.Next(4) == 0 ? file.Texts : file.Numbers;
            int at = places[random.Next(places.Length)];
            if (at < bytes.Length)
            {
                bytes[at] = random.Next(3) switch { 0 => 0xff, 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }
        }

        return bytes;
    }

    private static byte[] Version7(byte[] version6, string compression)
    {
        using var recording = new Recording(version6);
        using var source = TraceDatFile.Open(recording.Path);
        using var output = new TemporaryFile();
        TraceDatWriterTests.Copy(source, output.Path, 7, compression);
        return File.ReadAllBytes(output.Path);
    }

    private sealed class NoSink : ISubBufferSink
    {
        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
        }
    }

    /// <summary>A file, and where in it are texts, and numbers or packed data; padding is neither.</summary>
    private sealed record Subject(byte[] Bytes)
    {
        private const int Near = 8;

        public int[] Texts { get; } = [.. Enumerable.Range(0, Bytes.Length).Where(at => IsText(Bytes[at]))];

        public int[] Numbers { get; } =
        [
            .. Enumerable.Range(0, Bytes.Length).Where(at => !IsText(Bytes[at]) && Bytes.AsSpan()[Math.Max(0, at - Near)..Math.Min(Bytes.Length, at + Near)].ContainsAnyExcept((byte)0)),
        ];

        private static bool IsText(byte value) => value is >= (byte)' ' and < 0x7f or (byte)'\n' or (byte)'\t';
    }
}
