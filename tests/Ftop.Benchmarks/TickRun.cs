using Ftop.Aggregation;
using Ftop.Aggregation.Windows;

namespace Ftop.Benchmarks;

/// <summary>
/// Ends windows in which 5,000 functions were timed, and windows in which none of them was called, and prints what one costs: the tick itself, and what a
/// screen then reads of it, its 40 rows with the most time. A peer of the machine's own: sorting as many numbers as there are rows.
/// </summary>
internal static class TickRun
{
    private const int Functions = 5000;
    private const int CallsPerFunction = 40;
    private const int Ticks = 40;
    private const int ScreenRows = 40;

    public static int Run()
    {
        Report("5,000 timed functions", CallsPerFunction);
        Report("idle, 5,000 functions known", 0);
        ReportSort();
        return 0;
    }

    private static void Report(string name, int calls)
    {
        using var source = new RepeatSource();
        var aggregator = new TraceAggregator(source);
        using var windows = new WindowStream(
            source, aggregator, static () => ("function_graph", []), TimeSpan.FromSeconds(1), TimeProvider.System, System.Reactive.Concurrency.Scheduler.Default);
        var random = new Random(1);
        ulong time = 1_000_000;
        TimeSpan ticked = default;
        TimeSpan read = default;
        long garbage = 0;
        long garbageOfRead = 0;
        for (int tick = -6; tick < Ticks; tick++)
        {
            time = Deliver(aggregator, time, tick < 0 ? CallsPerFunction : calls, random);
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan start = Environment.CpuUsage.TotalTime;
            WindowSnapshot window = windows.NextWindow();
            TimeSpan end = Environment.CpuUsage.TotalTime;
            long bytesAfter = GC.GetAllocatedBytesForCurrentThread();
            ReadScreen(window);
            window.Release();
            if (tick >= 0)
            {
                ticked += end - start;
                read += Environment.CpuUsage.TotalTime - end;
                garbage += bytesAfter - bytes;
                garbageOfRead += GC.GetAllocatedBytesForCurrentThread() - bytesAfter;
            }
        }

        Console.WriteLine($"ftop_tick {name}: {ticked.TotalMilliseconds / Ticks:F2} ms, {garbage / Ticks} bytes of garbage; "
            + $"{ScreenRows} rows read: {read.TotalMilliseconds / Ticks:F2} ms, {garbageOfRead / Ticks} bytes");
    }

    private static void ReadScreen(WindowSnapshot window)
    {
        for (int i = 0; i < ScreenRows; i++)
        {
            FunctionRow row = window.Functions[i];
            if (row.Name.Length == 0 || row.Latency?.P99Ns < row.Latency?.P50Ns)
            {
                throw new InvalidOperationException("no row");
            }
        }
    }

    private static ulong Deliver(TraceAggregator aggregator, ulong time, int calls, Random random)
    {
        var page = new RepeatPage(time);
        for (int i = 0; i < calls * Functions; i++)
        {
            if (!page.HasRoom)
            {
                aggregator.Accept(0, page.Bytes);
                aggregator.Settle();
                page = new RepeatPage(page.Time);
            }

            ulong function = 0xffffffff81000000 + (ulong)(16 * (i % Functions));
            page.AddGraphExit(function, 5000, (ulong)(300 + random.Next(300 + (i % Functions))));
        }

        aggregator.Accept(0, page.Bytes);
        return page.Time + 1000;
    }

    private static void ReportSort()
    {
        long[] keys = new long[Functions];
        int[] order = new int[Functions];
        var random = new Random(1);
        TimeSpan spent = default;
        for (int round = 0; round < Ticks; round++)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                (keys[i], order[i]) = (random.NextInt64(), i);
            }

            TimeSpan start = Environment.CpuUsage.TotalTime;
            keys.AsSpan().Sort(order.AsSpan());
            spent += Environment.CpuUsage.TotalTime - start;
        }

        Console.WriteLine($"peer: sorting 5,000 numbers: {spent.TotalMilliseconds / Ticks:F2} ms");
    }
}
