using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using static Ftop.Aggregation.Tests.Fakes.KernelEvents;

namespace Ftop.Aggregation.Tests;

/// <summary>Views of several measures over a real kernel's events.</summary>
public sealed class ViewTests : IDisposable
{
    private readonly Session _session = new(Source());

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Cpus_ShareOutAllTime_AndInterruptsTakeItFromTasks()
    {
        Watch("cpus");
        _session.Source.Deliver(
            0,
            (1_000, Softirq(0, 1, true)), // tells that the CPU idles
            (2_000, Softirq(0, 1, false)),
            (10_000, Switch(0, 5)),
            (20_000, Softirq(5, 1, true)),
            (21_000, Irq(5, 9, true)), // in the softirq
            (23_000, Irq(5, 9, false)),
            (25_000, Softirq(5, 1, false)),
            (30_000, Vector("local_timer_entry", 5, 236)),
            (31_000, Vector("local_timer_exit", 5, 236)));
        _session.Source.Deliver(1, (41_000, Switch(0, 7)));
        WindowSnapshot window = _session.Next();
        Assert.Equal(new CpuTimes(10_000 + 5_000 + 10_000, 1_000 + 1_000 + 2_000, 2_000 + 1_000, 8_000), window.Cpus[0].Times);
        Assert.Equal((62.5, 10, 7.5, 20), window.Cpus[0].Times!.Value.Percent);
        Assert.Equal(new CpuTimes(0, 0, 0, 0), window.Cpus[1].Times);
        _session.Source.Deliver(1, (51_000, Switch(7, 0)));
        window = _session.Next();
        Assert.Equal((new CpuTimes(10_000, 0, 0, 0), new CpuTimes(10_000, 0, 0, 0)), (window.Cpus[0].Times, window.Cpus[1].Times));
        _session.Aggregator.Watch([]);
        Assert.Null(_session.Next().Cpus[0].Times);
    }

    [Theory]
    [InlineData(1, 1, 1, 0)]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(7, 11, 13, 17)]
    [InlineData(1_999, 1_999, 1_999, 994_003)]
    [InlineData(long.MaxValue / 8, long.MaxValue / 7, 1, long.MaxValue / 9)]
    public void Shares_AddUpTo100_HoweverTheyAreRounded(long run, long softirq, long irq, long idle)
    {
        (double Run, double Softirq, double Irq, double Idle) percent = new CpuTimes(run, softirq, irq, idle).Percent;
        Assert.Equal(run + softirq + irq + idle == 0 ? 0 : 1000, Math.Round(10 * percent.Run) + Math.Round(10 * percent.Softirq) + Math.Round(10 * percent.Irq) + Math.Round(10 * percent.Idle));
    }

    [Fact]
    public void Processes_SayWhereTheTimeOfATaskWent_InEachWindow()
    {
        Watch("processes");
        _session.Source.Deliver(0, (10_000, Switch(0, 5)), (20_000, Irq(5, 9, true)), (22_000, Irq(5, 9, false)), (30_000, Switch(5, 0, state: 2)));
        _session.Source.Deliver(1, (70_000, Waking(9, 5)), (75_000, Switch(9, 5)), (80_000, Switch(5, 9, state: 1)));
        Assert.Equal(new TaskTimes(18_000 + 5_000, 5_000, 0, 40_000, 2_000), TimesOf(5));
        _session.Source.Deliver(1, (90_000, Waking(9, 5)));
        Assert.Equal(new TaskTimes(0, 0, 10_000, 0, 0), TimesOf(5));

        TaskTimes TimesOf(int pid) => _session.Next().Processes.Single(row => row.Pid == pid).Times!.Value;
    }

    [Fact]
    public void Irqs_HasRowsOfAllKinds_AndWhatTakesMostOfACpuFirst()
    {
        ViewTable table = Table("irqs", () =>
        {
            _session.Source.Deliver(0, (1_000, Softirq(0, 1, true)), (4_000, Softirq(0, 1, false)), (5_000, Vector("local_timer_entry", 0, 236)), (6_000, Vector("local_timer_exit", 0, 236)));
            for (ulong at = 10_000; at < 500_000_000; at += 5_000_000)
            {
                _session.Source.Deliver(1, (at, Irq(7, 34, true)), (at + 3_000_000, Irq(7, 34, false)));
            }
        });
        Assert.Equal(["irq 34 ", "softirq 0x1", "vector 236 local_timer"], table.Rows.Select(row => row.Name.Replace("TIMER", "0x1", StringComparison.Ordinal)));
        Assert.Equal((1, 30), (table.Rows[0].TopCpu!.Value.Cpu, Math.Round(table.Rows[0].TopCpu!.Value.Percent)));
        Assert.Equal((0, 3_000, 7UL, 1), (table.Rows[1].TopCpu!.Value.Cpu, table.Rows[1].Worst!.Value.DurationNs, 7UL, table.Rows[0].Worst!.Value.EndCpu));
        Assert.Equal((10_000UL, 3_010_000UL, 7), (table.Rows[0].Worst!.Value.Begin, table.Rows[0].Worst!.Value.End, table.Rows[0].Worst!.Value.BeginPid));
    }

    [Fact]
    public void Sched_HasWakeupsSwitchesPreemptionsAndMigrations_OfATaskInARow()
    {
        ViewTable table = Table("sched", () =>
        {
            _session.Source.Deliver(
                0,
                (1_000, Waking(9, 5)), (4_000, Switch(9, 5)), (8_000, Switch(5, 9)), (20_000, Switch(9, 5)), (30_000, Switch(5, 9, state: 1)), // runs, is preempted, runs, sleeps
                (40_000, Of("sched:sched_migrate_task", 9, ("pid", 5), ("orig_cpu", 0), ("dest_cpu", 1))),
                (41_000, Of("sched:sched_migrate_task", 9, ("pid", 5), ("orig_cpu", 1), ("dest_cpu", 1))));
            _session.Source.Deliver(1, (50_000, Waking(9, 5)), (51_000, Switch(3, 5)));
        });
        MeasureRow five = table.Rows.Single(row => row.Key == 5);
        Assert.Equal((2, 2, 4_000, 3_000), (five.Rates.Count, five.Latency!.Value.Samples, five.Latency.Value.TotalNs, five.Latency.Value.MaxNs));
        Assert.Equal((1, 1), (five.Of(2)!.Rates.Count, five.Of(3)!.Rates.Count));
        Assert.Equal((2, null), (table.Rows.Single(row => row.Key == 9).Of(2)!.Rates.Count, table.Rows.Single(row => row.Key == 9).Of(3)));
    }

    [Fact]
    public void Block_MakesNoSpansOfWhatIsMergedSplitOrQueuedAgain()
    {
        ViewTable table = Table("block", () => _session.Source.Deliver(
            0,
            (1_000, Block("block_bio_queue", 1, 100)), (1_100, Block("block_getrq", 1, 100)),
            (1_200, Block("block_bio_queue", 1, 108)), (1_300, Block("block_bio_backmerge", 1, 108)),
            (10_000, Block("block_rq_issue", 1, 100, 16)), (15_000, Block("block_rq_requeue", 1, 100, 16)), (20_000, Block("block_rq_issue", 1, 100, 16)),
            (40_000, Block("block_rq_complete", 1, 100, 16)),
            (50_000, Block("block_rq_issue", 1, 200)), (51_000, Block("block_rq_requeue", 1, 200)), (52_000, Block("block_rq_merge", 1, 200)), (90_000, Block("block_rq_complete", 1, 200)),
            (100_000, Block("block_bio_queue", 2, 300)), (101_000, Block("block_split", 2, 300)), (120_000, Block("block_bio_complete", 2, 300)), (130_000, Block("block_bio_complete", 2, 308)),
            (200_000, Block("block_bio_queue", 2, 400)), (207_000, Block("block_bio_complete", 2, 400))));
        Assert.Equal(["0,1 W", "bio 0,2 W"], table.Rows.Select(row => row.Name));
        Assert.Equal((1, 20_000), (table.Rows[0].Latency!.Value.Samples, table.Rows[0].Latency!.Value.MaxNs));
        Assert.Equal((1, 7_000), (table.Rows[1].Latency!.Value.Samples, table.Rows[1].Latency!.Value.MaxNs));
        Assert.Equal((0, 0, 20_000), (table.Rows[0].InFlight, table.Rows[1].InFlight, table.Rows[0].WithinNs));
        Assert.Equal(3 * 8 * 512, table.Rows[1].Sum!.Value.Count);
    }

    [Fact]
    public void OpenRequests_CountInTheDepthOfEachWindowTheyAreIn()
    {
        ViewTable first = Table("block", () => _session.Source.Deliver(0, (1_000, Block("block_rq_issue", 1, 1)), (1_000, Block("block_rq_issue", 1, 2)), (500_001_000, Softirq(0, 1, true))));
        Assert.Equal((2, 1.0), (first.Rows[0].InFlight, ColumnDefinition.Depth.Value(first.Rows[0])));
        _session.Source.Deliver(0, (600_001_000, Block("block_rq_complete", 1, 1)), (700_001_000, Block("block_rq_complete", 1, 2)));
        MeasureRow row = ViewTable.Of(ViewCatalog.Find("block")!, _session.Next())!.Rows[0];
        Assert.Equal((0, 0.3, 700_000_000), (row.InFlight, ColumnDefinition.Depth.Value(row), row.Latency!.Value.MaxNs));
    }

    private ViewTable Table(string id, Action deliver)
    {
        Watch(id);
        deliver();
        return ViewTable.Of(ViewCatalog.Find(id)!, _session.Next(isLast: false))!;
    }

    private void Watch(string id)
    {
        _session.Aggregator.Watch(ViewCatalog.Find(id)!.Measures);
        _session.Next();
    }
}
