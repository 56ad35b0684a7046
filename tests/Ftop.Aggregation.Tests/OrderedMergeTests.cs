using Ftop.Aggregation.Pairing;

namespace Ftop.Aggregation.Tests;

public sealed class OrderedMergeTests
{
    public static TheoryData<int> CpuCounts => [1, 2, 3, 5, 8, 31, 128];

    [Theory]
    [MemberData(nameof(CpuCounts))]
    public void Run_BringsEveryRecordUpToTheBarrierInTheOrderOfTimeAndCpu(int cpus)
    {
        var random = new Random(cpus);
        var merge = new OrderedMerge(cpus, recordsAtMost: 1 << 14);
        var consumer = new Log();
        List<(ulong Timestamp, int Cpu)> expected = [];
        ulong[] last = new ulong[cpus];
        for (int round = 0; round < 20; round++)
        {
            for (int i = 0; i < 500; i++)
            {
                int cpu = random.Next(cpus) * random.Next(2); // the first CPU is the busiest, some have nothing
                last[cpu] += (ulong)random.Next(4);
                merge[cpu].TryAdd(new PairRecord(last[cpu], 0, 0, cpu, 0, PairKind.SystemCallEnter));
                expected.Add((last[cpu], cpu));
            }

            merge.Run(round == 19 ? ulong.MaxValue : last.Max() / 2, consumer);
            Assert.Equal(expected.Count(one => one.Timestamp <= last.Max() / 2), consumer.Taken.TakeWhile(one => one.Timestamp <= last.Max() / 2).Count());
        }

        Assert.Equal(expected.Count, consumer.Taken.Count);
        Assert.Equal(expected.Order(), consumer.Taken.Order());
        Assert.Equal(cpus == 1, consumer.Taken.All(one => one.Cpu == 0));
    }

    [Theory]
    [MemberData(nameof(CpuCounts))]
    public void Run_GivesEqualTimesToTheLowerCpuFirst(int cpus)
    {
        var merge = new OrderedMerge(cpus, recordsAtMost: 1 << 12);
        List<(ulong Timestamp, int Cpu)> expected = [];
        foreach (ulong timestamp in (ulong[])[0, 7, 7, ulong.MaxValue])
        {
            for (int cpu = cpus - 1; cpu >= 0; cpu--)
            {
                merge[cpu].TryAdd(new PairRecord(timestamp, 0, 0, cpu, 0, PairKind.SystemCallEnter));
                expected.Add((timestamp, cpu));
            }
        }

        var consumer = new Log();
        merge.Run(ulong.MaxValue, consumer);
        Assert.Equal(expected.Order(), consumer.Taken);
    }

    [Fact]
    public void Run_WithoutCpusOrRecords_Ends()
    {
        var consumer = new Log();
        new OrderedMerge(0, recordsAtMost: 16).Run(ulong.MaxValue, consumer);
        new OrderedMerge(3, recordsAtMost: 16).Run(ulong.MaxValue, consumer);
        Assert.Empty(consumer.Taken);
    }

    private sealed class Log : IPairConsumer
    {
        public List<(ulong Timestamp, int Cpu)> Taken { get; } = [];

        public void Take(in PairRecord record, int cpuIndex) => Taken.Add((record.Timestamp, record.Pid));
    }
}
