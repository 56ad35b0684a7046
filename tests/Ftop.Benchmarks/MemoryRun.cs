using System.Runtime.CompilerServices;
using Ftop.Aggregation;

namespace Ftop.Benchmarks;

/// <summary>Prints what aggregation keeps of 2 and of 256 CPUs: before the first event, and after one event of each CPU.</summary>
internal static class MemoryRun
{
    public static int Run()
    {
        Kept(2, delivers: true); // code and static tables
        foreach (bool delivers in (bool[])[false, true])
        {
            string when = delivers ? "after an event of each" : "before the first event";
            long few = Kept(2, delivers);
            Console.WriteLine($"ftop_memory {when}, 2 CPUs: {few / 1024.0:F0} KiB");
            Console.WriteLine($"ftop_memory {when}, 256 CPUs: {(Kept(256, delivers) - few) / 1024.0:F0} KiB more");
        }

        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Kept(int cpus, bool delivers)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var source = new RepeatSource(cpus);
        var aggregator = new TraceAggregator(source);
        using var windows = new WindowStream(
            source, aggregator, static () => ("nop", []), TimeSpan.FromSeconds(1), TimeProvider.System, System.Reactive.Concurrency.Scheduler.Default);
        for (int cpu = 0; cpu < cpus && delivers; cpu++)
        {
            var page = new RepeatPage(1_000_000);
            page.Add(RepeatSource.Exit, 24, 1, 100);
            aggregator.Accept(cpu, page.Bytes);
        }

        windows.NextWindow().Release();
        windows.NextWindow().Release();
        long kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(windows);
        GC.KeepAlive(aggregator);
        return kept;
    }
}
