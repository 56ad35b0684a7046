using Ftop.Aggregation;
using Ftop.Aggregation.Pairing;

namespace Ftop.Benchmarks;

/// <summary>
/// Merges and pairs system calls whose records come from all CPUs in turn, which is the worst order there is, and prints what a record costs, with 2, 32 and
/// 128 CPUs.
/// </summary>
internal static class MergeRun
{
    private const int RecordsPerRound = 1 << 14;
    private const int Rounds = 200;

    public static int Run()
    {
        foreach (int cpus in (int[])[2, 32, 128])
        {
            Report(cpus);
        }

        return 0;
    }

    private static void Report(int cpus)
    {
        var merge = new OrderedMerge(cpus, RecordsPerRound);
        var pairings = new Pairings(new AggregationLimits(), cpus);
        TimeSpan spent = default;
        ulong time = 0;
        for (int round = 0; round <= Rounds; round++)
        {
            for (int i = 0; i < RecordsPerRound; i++, time += 100)
            {
                // Each call ends on the CPU where it began, after all others' turns.
                int cpu = i % cpus;
                PairKind kind = i / cpus % 2 == 0 ? PairKind.SystemCallEnter : PairKind.SystemCallExit;
                merge[cpu].TryAdd(new PairRecord(time, (ulong)(cpu % 40), 0, 1000 + cpu, 0, kind));
            }

            TimeSpan start = Environment.CpuUsage.TotalTime;
            merge.Run(ulong.MaxValue, pairings);
            spent += round == 0 ? default : Environment.CpuUsage.TotalTime - start; // the first round fills the tables
        }

        Console.WriteLine($"ftop_merge {cpus} CPUs: {spent.TotalNanoseconds / ((long)Rounds * RecordsPerRound):F1} ns/record");
    }
}
