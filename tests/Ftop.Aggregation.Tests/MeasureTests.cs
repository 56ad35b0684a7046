using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Tests;

/// <summary>Rules over made-up events: what is counted, what is tied together, and what a loss does.</summary>
public sealed class MeasureTests : IDisposable
{
    private const ushort BeginId = 400;
    private const ushort EndId = 401;
    private const ushort ReleaseId = 402;
    private const ushort SwitchId = 403;

    private static readonly KeyField[] Name = [KeyField.Of("name")];
    private static readonly Match ByTwo = Match.By("dev", "sector");

    private readonly Session _session = new(new FakeSource
    {
        Metadata = new FakeSource().Metadata with
        {
            Formats = new EventFormatTable(
            [
                Ids.Format("t", "begin", BeginId, "dev_t dev:8:4", "unsigned int size:12:4", "long sector:16:8", "char name[8]:24:8"),
                Ids.Format("t", "end", EndId, "dev_t dev:8:4", "unsigned int size:12:4", "long sector:16:8"),
                Ids.Format("t", "release", ReleaseId, "dev_t dev:8:4", "unsigned int size:12:4", "long sector:16:8"),
                Ids.Format("t", "switch", SwitchId, "pid_t from:8:4", "pid_t to:12:4"),
            ]),
        },
    });

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Spans_AreTiedByTwoFieldsAcrossCpus_AndTheKeyIsTheBegins()
    {
        MeasureTable table = Run(
            new Measure("m", EventRule.Begin("t:begin", ByTwo, [.. Name, KeyField.Of("dev")]) with { Sum = "size" }, EventRule.End("t:end", ByTwo)),
            () =>
            {
                _session.Source.Deliver(0, (1000, Begin(1, 7, 512, "a")), (2000, Begin(1, 8, 512, "a")), (3000, Begin(2, 7, 100, "b")));
                _session.Source.Deliver(1, (11_000, End(1, 7)), (13_000, End(2, 7)), (14_000, End(3, 7)));
            });
        Assert.Equal(["a 0,1", "b 0,2"], table.Rows.Select(row => row.Name));
        Assert.Equal([2, 1], table.Rows.Select(row => row.Rates.Count));
        Assert.Equal([1024, 100], table.Rows.Select(row => row.Sum!.Value.Count));
        Assert.Equal([1, 1], table.Rows.Select(row => row.Latency!.Value.Samples));
        Assert.Equal([10_000, 10_000], table.Rows.Select(row => row.Latency!.Value.MaxNs));
        Assert.Equal([1, 0], table.Rows.Select(row => row.InFlight));
        Assert.Equal(("name", "dev"), (table.Rows[0].Parts[0].Name, table.Rows[0].Parts[1].Name));
    }

    [Fact]
    public void WhatBeginsAndEndsAtOnce_IsTheSameWithAndWithoutTheShortWay()
    {
        var measure = new Measure("m", EventRule.Begin("t:begin", ByTwo, Name[0]), EventRule.End("t:end", ByTwo));
        foreach ((bool isFast, ulong at) in ((bool, ulong)[])[(true, 0), (false, 100_000)])
        {
            foreach (CpuFeed feed in _session.Aggregator.Feeds)
            {
                feed.Pairing.IsFastPathOn = isFast;
            }

            MeasureTable table = Run(measure, () =>
            {
                _session.Source.Deliver(0, (at + 1000, Begin(1, 7, 0, "a")), (at + 1100, Begin(1, 8, 0, "a")), (at + 1300, End(1, 8)), (at + 1800, End(1, 7)), (at + 5000, Begin(1, 7, 0, "a")), (at + 9000, End(1, 7)));
                _session.Source.Deliver(1, (at + 1050, Begin(2, 7, 0, "b")), (at + 1250, End(2, 7)));
            });
            Assert.Equal((3, 200 + 800 + 4000, 4000), Times(table.Rows[0]));
            Assert.Equal((1, 200, 200), Times(table.Rows[1]));
            _session.Windows.ClearNow();
        }

        static (long, long, long) Times(MeasureRow row) => (row.Latency!.Value.Samples, row.Latency.Value.TotalNs, row.Latency.Value.MaxNs);
    }

    [Fact]
    public void MatchByCpu_IsThatCpusAlone_AndGoesOnOverSubBuffersAndWindows()
    {
        var measure = new Measure("m", EventRule.Begin("t:begin", Match.Cpu, KeyField.Of("sector")), EventRule.End("t:end", Match.Cpu));
        MeasureTable table = Run(measure, () =>
        {
            _session.Source.Deliver(0, (1000, Begin(1, 7, 0, "a")));
            _session.Source.Deliver(1, (2000, End(1, 7)));
        });
        Assert.Equal((1, null, 1), (table.Rows[0].Rates.Count, table.Rows[0].Latency, table.Rows[0].InFlight));
        _session.Source.Deliver(0, (6000, End(1, 7)));
        table = _session.Next().Measures[0];
        Assert.Equal((0, 5000, 0), (table.Rows[0].Rates.Count, table.Rows[0].Latency!.Value.MaxNs, table.Rows[0].InFlight));
    }

    [Fact]
    public void Release_GivesTheSpanUp_AndHeldTasksBeginNothing()
    {
        var measure = new Measure(
            "m",
            EventRule.Begin("t:begin", Match.By("dev"), KeyField.TaskOf("dev")),
            EventRule.Release("t:switch", Match.By("from")),
            EventRule.End("t:switch", Match.By("to"), KeyField.TaskOf("to")) with { Holds = true });
        MeasureTable table = Run(measure, () => _session.Source.Deliver(
            0,
            (1000, Begin(5, 0, 0, "")), // waits
            (3000, Switch(9, 5)), // runs
            (4000, Begin(5, 0, 0, "")), // is woken while it runs: waits for nothing
            (5000, Switch(5, 9)), // sleeps
            (9000, Switch(9, 5))));
        MeasureRow five = table.Rows.Single(row => row.Parts[0].Number == 5);
        Assert.Equal((2, 1, 2000, 0), (five.Rates.Count, five.Latency!.Value.Samples, five.Latency.Value.MaxNs, five.InFlight));
    }

    [Fact]
    public void Loss_GivesUpWhatIsOpen_AndSaysHowMuch()
    {
        var measure = new Measure("m", EventRule.Begin("t:begin", ByTwo, Name[0]), EventRule.End("t:end", ByTwo));
        MeasureTable table = Run(measure, () =>
        {
            _session.Source.Deliver(0, (1000, Begin(1, 7, 0, "a")), (4000, Begin(1, 8, 0, "a")));
            _session.Source.DeliverPage(1, SubBuffers.WithMissed(SubBuffers.Pack((5000, End(1, 9)))[0], 3));
            _session.Source.Deliver(0, (8000, End(1, 7)));
        });
        Assert.Null(table.Rows[0].Latency);
        Assert.Equal(2, table.Unpaired);
        Assert.Equal(0, table.Rows[0].InFlight);
    }

    [Fact]
    public void When_LeavesOutOtherEvents()
    {
        MeasureTable table = Run(new Measure("m", EventRule.Count("t:begin", KeyField.Of("sector")) with { When = "size >= 10 && name == \"a\"" }), () =>
            _session.Source.Deliver(0, (1000, Begin(1, 7, 10, "a")), (2000, Begin(1, 7, 9, "a")), (3000, Begin(1, 7, 10, "b"))));
        Assert.Equal(1, Assert.Single(table.Rows).Rates.Count);
    }

    [Fact]
    public void Keys_MayBeTheCpu_AndWhatIsAlwaysTheSame_AndOfAnotherKindInEachEvent()
    {
        var measure = new Measure(
            "m",
            EventRule.Count("t:begin", KeyField.Of("name"), KeyField.Is("dir", "in")),
            EventRule.Count("t:end", new KeyField("name", "size"), KeyField.Is("dir", "out")),
            EventRule.Count("t:release", KeyField.Of("common_cpu"), KeyField.Of("sector")));
        MeasureTable table = Run(measure, () =>
        {
            _session.Source.Deliver(0, (1000, Begin(1, 7, 0, "a")), (2000, Begin(1, 8, 0, "a")), (3000, End(1, 7)));
            _session.Source.Deliver(1, (1000, Begin(1, 7, 0, "a")), (2000, Release(1, 9)));
        });
        Assert.Equal(["0 out", "1 9", "a in"], table.Rows.Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.Equal(3, table.Rows.Single(row => row.Name == "a in").Rates.Count);
    }

    [Fact]
    public void SpansWhoseRowTheEndTells_AreNotShownWhileTheyAreOpen()
    {
        MeasureTable table = Run(
            new Measure("m", EventRule.Begin("t:end", Match.By("dev")), EventRule.End("t:begin", Match.By("dev"), KeyField.Of("name"), KeyField.Of("size"))),
            () => _session.Source.Deliver(0, (1000, End(1, 7)), (2000, End(2, 7)), (6000, Begin(1, 7, 3, "a"))));
        MeasureRow row = Assert.Single(table.Rows);
        Assert.Equal(("a 3", 5000, null), (row.Name, row.Latency!.Value.MaxNs, row.InFlight));
    }

    [Fact]
    public void CpuAlone_IsAKeyWithoutAnInterner()
    {
        MeasureTable table = Run(new Measure("m", EventRule.Count("t:end", KeyField.Of("common_cpu"))), () =>
        {
            _session.Source.Deliver(0, (1000, End(1, 7)));
            _session.Source.Deliver(1, (1000, End(1, 7)), (2000, End(1, 7)));
        });
        Assert.Equal([(1, 2), (0, 1)], table.Rows.Select(row => (row.Parts[0].Number!.Value, row.Rates.Count)));
    }

    [Fact]
    public void OneEvent_EndsBeforeItBegins_InWhateverOrderItsRulesAre()
    {
        var measure = new Measure("m", EventRule.Begin("t:end", Match.By("dev"), KeyField.Of("sector")), EventRule.End("t:end", Match.By("dev")));
        MeasureTable table = Run(measure, () => _session.Source.Deliver(0, (1000, End(1, 7)), (6000, End(1, 7)), (7000, End(1, 7))));
        MeasureRow row = Assert.Single(table.Rows);
        Assert.Equal((3, 2, 5000, 1, 0), (row.Rates.Count, row.Latency!.Value.Samples, row.Latency.Value.MaxNs, row.InFlight, table.Unpaired));
    }

    [Fact]
    public void WhatIsNotWatchedAnyMore_CostsNothingAndIsNotShown_AndGoesOnWhereItWas()
    {
        var measure = new Measure("m", EventRule.Count("t:begin", Name[0]));
        Run(measure, () => _session.Source.Deliver(0, (1000, Begin(1, 7, 0, "a"))));
        _session.Aggregator.Watch([]);
        _session.Next();
        _session.Source.Deliver(0, (3000, Begin(1, 7, 0, "a")));
        Assert.Empty(_session.Next().Measures);
        Assert.Equal(Events.EventKind.Other, EventKindOf(BeginId));
        MeasureTable table = Run(measure, () => _session.Source.Deliver(0, (4000, Begin(1, 7, 0, "a"))));
        Assert.Equal((1, 2), (table.Rows[0].Rates.Count, table.Rows[0].Rates.SinceStart));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhatBeganBeforeItWasNotWatched_IsNotEndedByWhatComesAfter(bool isByCpu)
    {
        Match match = isByCpu ? Match.Cpu : ByTwo;
        var measure = new Measure("m", EventRule.Begin("t:begin", match, Name[0]), EventRule.End("t:end", match));
        Run(measure, () => _session.Source.Deliver(0, (1000, Begin(1, 7, 0, "a"))));
        _session.Aggregator.Watch([]);
        _session.Next();
        _session.Next();
        MeasureTable table = Run(measure, () => _session.Source.Deliver(0, (900_000, End(1, 7))));
        Assert.Equal((null, 0), (table.Rows[0].Latency, table.Rows[0].InFlight));
    }

    [Fact]
    public void TextKeysBeyondTheBound_AreOneRow_AndTheTableSaysSo()
    {
        using var session = new Session(_session.Source, new AggregationLimits { TextKeys = 2 });
        session.Aggregator.Watch([new Measure("m", EventRule.Count("t:begin", Name[0]))]);
        session.Next();
        session.Source.Deliver(0, (1000, Begin(1, 7, 0, "a")), (1001, Begin(1, 7, 0, "b")), (1002, Begin(1, 7, 0, "c")), (1003, Begin(1, 7, 0, "d")));
        WindowSnapshot window = session.Next();
        Assert.Equal([("(others)", 2), ("a", 1), ("b", 1)], window.Measures[0].Rows.Select(row => (row.Name, row.Rates.Count)).Order());
        Assert.True(window.IsTruncated);
    }

    [Theory]
    [InlineData("no field", "t:begin", "nosuch", null)]
    [InlineData("no number", "t:begin", "name", "name")]
    public void RulesThatDoNotFitTheEvent_AreLeftOutAndSaid(string expected, string name, string key, string? sum)
    {
        _session.Aggregator.Watch([new Measure("m", EventRule.Count(name, KeyField.Of(key)) with { Sum = sum })]);
        Assert.Contains(expected, Assert.Single(_session.Next().Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void MeasuringInTheSteadyState_AllocatesNothingForEvents()
    {
        var measure = new Measure("m", EventRule.Begin("t:begin", ByTwo, Name[0], KeyField.Of("dev")), EventRule.End("t:end", ByTwo));
        List<byte[]> pages = SubBuffers.Pack(Enumerable.Range(0, 20_000).Select(i => ((ulong)(1000 + (100 * i)), i % 2 == 0 ? Begin(i % 8, 7, 0, "a") : End((i - 1) % 8, 7))));
        Run(measure, () => pages.ForEach(page => _session.Source.DeliverPage(0, page)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        pages.ForEach(page => _session.Source.DeliverPage(0, page));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000); // less than a byte for each
    }

    private Events.EventKind EventKindOf(int id) => new Events.EventLayouts(_session.Source.Metadata, _session.Aggregator.Layouts.Measures).ById[id].Kind;

    private MeasureTable Run(Measure measure, Action deliver)
    {
        _session.Aggregator.Watch([measure]);
        _session.Next();
        deliver();
        return Assert.Single(_session.Next(isLast: true).Measures);
    }

    private static byte[] Begin(int dev, long sector, int size, string name)
    {
        byte[] record = Ids.Record(BeginId, 1, 32, (8, (uint)dev | ((long)size << 32)), (16, sector));
        System.Text.Encoding.UTF8.GetBytes(name, record.AsSpan(24));
        return record;
    }

    private static byte[] Release(int dev, long sector) => Ids.Record(ReleaseId, 1, 24, (8, dev), (16, sector));

    private static byte[] End(int dev, long sector) => Ids.Record(EndId, 1, 24, (8, dev), (16, sector));

    private static byte[] Switch(int from, int to) => Ids.Record(SwitchId, 1, 16, (8, (uint)from | ((long)to << 32)));
}
