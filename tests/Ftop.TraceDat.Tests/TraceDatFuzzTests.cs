namespace Ftop.TraceDat.Tests;

/// <summary>Whole files, mutated: each gives a report, perhaps with problems, or one of the errors that say so. Seeded; a failure names its seed.</summary>
public sealed class TraceDatFuzzTests(ITestOutputHelper output)
{
    private const int Cases = 12_000;

    [Fact]
    public void MutatedFiles_AreReportedOrRefused()
    {
        byte[][] files = [new DatBuilder(false, 8).Build(), new DatBuilder(true, 8).Build(), new DatBuilder(false, 4).Build(), new DatBuilder(true, 4).Build()];
        int threads = Environment.ProcessorCount;
        int[] reported = new int[threads];
        Parallel.For(0, threads, thread => reported[thread] = Run(files, thread, threads));
        output.WriteLine($"{Cases} cases, {reported.Sum()} of which are reported");
        Assert.True(reported.Sum() > Cases / 10, "mutations leave too few files that open");
    }

    private static int Run(byte[][] files, int first, int step)
    {
        string path = Path.GetTempFileName();
        int reported = 0;
        for (int seed = first; seed < Cases; seed += step)
        {
            var random = new Random(seed);
            File.WriteAllBytes(path, Mutate(files[random.Next(files.Length)], random));
            try
            {
                using var input = RecordedInput.Open(path);
                Report(input, seed % 3);
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
            TraceReport.WriteTimeline(input, Stream.Null);
            return;
        }

        foreach (RecordedBuffer buffer in input.Buffers)
        {
            _ = form == 1 ? TraceReport.Write(buffer, Stream.Null) : TraceReport.WriteJson(buffer, Stream.Null);
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = original[..(random.Next(4) == 0 ? random.Next(original.Length) : original.Length)];
        int texts = original.AsSpan().IndexOf("flyrecord\0"u8);
        for (int i = random.Next(3); i >= 0 && bytes.Length > 0; i--)
        {
            // Half in the texts and tables, half in the sub-buffer's first events.
            int at = random.Next(2) == 0 ? random.Next(texts + 32) : original.Length - DatBuilder.PageSizeBytes + random.Next(120);
            if (at < bytes.Length)
            {
                bytes[at] = random.Next(3) switch { 0 => 0xff, 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => (byte)random.Next(256) };
            }
        }

        return bytes;
    }
}
