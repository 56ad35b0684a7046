using System.Buffers.Binary;
using Ftop.Aggregation;
using Ftop.Aggregation.Measures;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Benchmarks;

/// <summary>
/// Counts and pairs sub-buffers as the program does, a window each second of trace time, and prints one line for each kind of stream: exits of
/// system calls alone; calls whose end follows their begin (paired on their CPU); calls that last longer (paired by the merge); and, of a
/// file of sub-buffers, the function tracer's.
/// </summary>
internal static class CountRun
{
    private const int PagesPerRound = 500;
    private const int PagesPerSettle = 50;
    private const int Calls = 40;

    public static int Run(int repeats, string? functionPath)
    {
        Report("exits", Pages((i, page) => page.Add(RepeatSource.Exit, 24, i, 100)), repeats);
        Report("calls", Pages((i, page) =>
        {
            page.Add(RepeatSource.Enter, 64, i, 400);
            page.Add(RepeatSource.Exit, 24, i, 150);
        }), repeats);
        Report("long calls", Pages((i, page) =>
        {
            page.Add(RepeatSource.Enter, 64, i, 400);
            page.Add(RepeatSource.Exit, 24, i, 5000);
        }), repeats);
        // What is counted alone is what the same events cost as spans beside.
        var spans = new Measure("memory", EventRule.Begin("kmem:kmalloc", Match.By("ptr"), KeyField.Of("call_site")), EventRule.End("kmem:kfree", Match.By("ptr")));
        foreach ((string name, uint life) in ((string, uint)[])[("short", 150), ("long", 5000)])
        {
            List<byte[]> pages = Pages((i, page) =>
            {
                page.Add(RepeatSource.Alloc, 24, i, 300);
                page.Add(RepeatSource.Free, 24, i, life);
            });
            Report($"{name} spans, counted alone", pages, repeats);
            Report($"{name} spans", pages, repeats, spans);
        }

        if (functionPath is not null)
        {
            byte[] file = File.ReadAllBytes(functionPath);
            Report("function", [.. file.Chunk(HeaderPage.Default.SubBufferSizeBytes)], Math.Max(1, repeats / 8));
        }

        return 0;
    }

    private static void Report(string name, List<byte[]> pages, int repeats, params Measure[] measures)
    {
        using var source = new RepeatSource();
        var aggregator = new TraceAggregator(source, null, measures);
        using var windows = new WindowStream(
            source, aggregator, static () => ("nop", []), TimeSpan.FromSeconds(1), TimeProvider.System, System.Reactive.Concurrency.Scheduler.Default);
        long events = 0;
        ulong length = Time(pages[^1]) - Time(pages[0]) + 10_000;
        TimeSpan spent = default;
        for (int repeat = 0; repeat <= repeats; repeat++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < pages.Count; i++)
            {
                aggregator.Accept(0, pages[i]);
                if (i % PagesPerSettle == 0)
                {
                    aggregator.Settle();
                }
            }

            // The first round fills the tables.
            spent += repeat == 0 ? default : Environment.CpuUsage.TotalTime - start;
            events += repeat == 0 ? 0 : windows.NextWindow().Total.Events;
            if (repeat == 0)
            {
                windows.NextWindow();
            }

            foreach (byte[] page in pages)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(page, Time(page) + length);
            }
        }

        Console.WriteLine($"ftop_count {name}: {events / repeats} events, {spent.TotalNanoseconds / events:F2} ns/event");
    }

    private static List<byte[]> Pages(Action<int, RepeatPage> add)
    {
        List<byte[]> pages = [];
        ulong time = 1_000_000;
        for (int call = 0; pages.Count < PagesPerRound;)
        {
            var page = new RepeatPage(time);
            while (page.HasRoom)
            {
                add(call++ % Calls, page);
            }

            time = page.Time;
            pages.Add(page.Bytes);
        }

        return pages;
    }

    private static ulong Time(byte[] page) => BinaryPrimitives.ReadUInt64LittleEndian(page);
}
