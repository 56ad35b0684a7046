using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using static Ftop.Aggregation.Tests.Fakes.KernelEvents;

namespace Ftop.Aggregation.Tests;

/// <summary>One row of a measure by something else, as long as somebody looks at it.</summary>
public sealed class BreakdownTests : IDisposable
{
    private static readonly Measure Softirqs = ViewCatalog.Find("softirqs")!.Measure!;
    private static readonly Measure Requests = ViewCatalog.Find("block")!.Measure!;

    private readonly Session _session = new(Source());

    public void Dispose() => _session.Dispose();

    [Fact]
    public void ByTaskAndCpu_CountsAndTimesThatRowAlone_SinceItIsWatched()
    {
        Deliver(1_000); // before: not in it
        MeasureTable[] tables = Watch(Softirqs, Softirqs.BrokenDown(1, KeyField.Task), Softirqs.BrokenDown(1, KeyField.Cpu));
        Assert.All(tables, table => Assert.Empty(table.Rows));
        Deliver(100_000);
        tables = [.. _session.Next().Measures];
        Assert.Equal([(7, 2, 4_000), (8, 1, 2_000)], tables[1].Rows.Select(row => ((int)row.Parts[0].Number!, row.Rates.Count, row.Latency!.Value.TotalNs)));
        Assert.Equal([(0, 2, 4_000), (1, 1, 2_000)], tables[2].Rows.Select(row => ((int)row.Parts[0].Number!, row.Rates.Count, row.Latency!.Value.TotalNs)));
        Assert.Equal((2, 2), (tables[1].MeasuredSec, tables[2].MeasuredSec));
        Assert.Equal(2, tables[0].Rows.Length);

        void Deliver(ulong at)
        {
            _session.Source.Deliver(0, (at, Softirq(7, 1, true)), (at + 2_000, Softirq(7, 1, false)), (at + 3_000, Softirq(7, 9, true)), (at + 9_000, Softirq(7, 9, false)), (at + 10_000, Softirq(7, 1, true)), (at + 12_000, Softirq(7, 1, false)));
            _session.Source.Deliver(1, (at, Softirq(8, 1, true)), (at + 2_000, Softirq(8, 1, false)));
        }
    }

    [Fact]
    public void ByAField_OfARowThatIsTwoFields()
    {
        MeasureTable requests = Watch(Requests, () => _session.Source.Deliver(0, (1_000, Block("block_rq_issue", 1, 1)), (2_000, Block("block_rq_issue", 2, 1))))[0];
        Assert.Contains("nr_sector", requests.Fields);
        Assert.DoesNotContain("common_pid", requests.Fields);
        MeasureRow row = requests.Rows.Single(row => row.Name == "0,1 W");
        MeasureTable sizes = Watch(
            Requests.BrokenDown(row.Key, KeyField.Of("bytes")),
            () => _session.Source.Deliver(0, (11_000, Block("block_rq_issue", 1, 8, 8)), (12_000, Block("block_rq_issue", 1, 16, 24)), (13_000, Block("block_rq_issue", 2, 8, 8)), (21_000, Block("block_rq_complete", 1, 8, 8))))[0];
        Assert.Equal([("4096", 1, 10_000), ("12288", 1, null)], sizes.Rows.Select(size => (size.Name, size.Rates.Count, size.Latency?.MaxNs)).OrderBy(size => size.Name.Length));
    }

    /// <summary>All of one event, which is one row of Events.</summary>
    [Fact]
    public void AllOfAMeasure_ByTask()
    {
        var softirqs = new Measure("events", EventRule.Count("irq:softirq_entry", KeyField.Is("event", "irq:softirq_entry")));
        MeasureTable table = Watch(
            softirqs.BrokenDown(KeyField.Task),
            () => _session.Source.Deliver(0, (10_000, Softirq(7, 1, true)), (11_000, Softirq(7, 1, false)), (12_000, Softirq(8, 9, true)), (13_000, Softirq(7, 3, true))))[0];
        Assert.Equal([(7, 2), (8, 1)], table.Rows.Select(static row => ((int)row.Parts[0].Number!, row.Rates.Count)));
    }

    [Fact]
    public void OneAfterTheOther_TakesNoFurtherPlace_AndBeginsAtNothing()
    {
        for (int i = 0; i < 10; i++)
        {
            MeasureTable table = Watch(Softirqs.BrokenDown(1, KeyField.Task), () => _session.Source.Deliver(0, ((ulong)(10_000 * (i + 1)), Softirq(i, 1, true))))[0];
            Assert.Equal(i, Assert.Single(table.Rows).Parts[0].Number);
            _session.Aggregator.Watch([]);
            Assert.Empty(_session.Next().Measures);
            _session.Next();
            _session.Next();
        }

        Assert.InRange(_session.Aggregator.Layouts.Measures.All.Length, 1, 2);
    }

    private MeasureTable[] Watch(params Measure[] measures)
    {
        _session.Aggregator.Watch(measures);
        return [.. _session.Next().Measures];
    }

    private MeasureTable[] Watch(Measure measure, Action deliver)
    {
        Watch(measure);
        deliver();
        return [.. _session.Next().Measures];
    }
}
