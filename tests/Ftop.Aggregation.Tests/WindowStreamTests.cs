using System.Reactive.Linq;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;
using Ftop.Decoding;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Tests;

public class WindowStreamTests
{
    [Fact]
    public void Snapshots_ComeOncePerDelay_WithRatesOfTheWindow()
    {
        using var session = new Session(delaySec: 2);
        List<WindowSnapshot> snapshots = Listen(session);
        session.Source.Deliver(0, Calls(10));
        Advance(session, 1.999);
        Assert.Empty(snapshots);
        Advance(session, 0.001);
        WindowSnapshot snapshot = Assert.Single(snapshots);
        Assert.Equal((2.0, 10L, 5.0), (snapshot.WindowSec, snapshot.Total.Events, snapshot.Total.EventsPerSec));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(2), snapshot.Time);
        Assert.Equal(("nop", "raw_syscalls"), (snapshot.Tracer, Assert.Single(snapshot.Events)));
        Assert.Equal(new Rates(10, 5, 5, 5, 10), Assert.Single(snapshot.Functions).Rates);
        Advance(session, 2);
        Assert.Equal(new Rates(0, 0, 2.5, 2.5, 10), Assert.Single(snapshots[1].Functions).Rates);
    }

    [Fact]
    public void Snapshots_AreSharedByAllWhoListen()
    {
        using var session = new Session();
        List<WindowSnapshot> one = Listen(session);
        List<WindowSnapshot> other = Listen(session);
        session.Source.Deliver(0, Calls(3));
        Advance(session, 1);
        Assert.Same(Assert.Single(one), Assert.Single(other));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void SlidingWindows_ForgetAfterTenAndSixtySeconds(double delaySec)
    {
        using var session = new Session(delaySec: delaySec);
        List<WindowSnapshot> snapshots = Listen(session);
        session.Source.Deliver(0, Calls(600));
        Advance(session, 4);
        Near(600 / 4.0, snapshots[^1].Functions[0].Rates.PerSec10);
        Advance(session, 4);
        Near(600 / 8.0, snapshots[^1].Functions[0].Rates.PerSec10);
        Advance(session, 4);
        Assert.Equal(0, snapshots[^1].Functions[0].Rates.PerSec10);
        Near(600 / 12.0, snapshots[^1].Functions[0].Rates.PerSec60);
        Advance(session, 46);
        Near(600 / 58.0, snapshots[^1].Functions[0].Rates.PerSec60);
        Advance(session, 4);
        Assert.Equal(new Rates(0, 0, 0, 0, 600), snapshots[^1].Functions[0].Rates);
    }

    [Fact]
    public void SteadyRate_IsTheSameOverAllWindows()
    {
        using var session = new Session();
        List<WindowSnapshot> snapshots = Listen(session);
        for (int i = 0; i < 200; i++)
        {
            session.Source.Deliver(i % 2, Calls(50));
            Advance(session, 1);
        }

        Assert.Equal(new Rates(50, 50, 50, 50, 10_000), Assert.Single(snapshots[^1].Functions).Rates);
        Assert.Equal(200, snapshots.Count);
    }

    [Fact]
    public void SetDelay_EndsTheWindowInProgressThatLongFromNow()
    {
        using var session = new Session(delaySec: 60);
        List<WindowSnapshot> snapshots = Listen(session);
        Advance(session, 5);
        session.Windows.SetDelay(TimeSpan.FromSeconds(0.5));
        Advance(session, 1.1);
        Assert.Equal([5.5, 0.5], snapshots.Select(snapshot => snapshot.WindowSec));
    }

    [Fact]
    public void Clear_ForgetsEverythingAndBeginsAWindow()
    {
        using var session = new Session();
        List<WindowSnapshot> snapshots = Listen(session);
        session.Source.Deliver(0, Calls(10));
        session.Source.Deliver(1, (1, Ids.Enter(9, 0)), (2, Ids.Other(9)));
        Advance(session, 1.5);
        session.Source.Deliver(0, Calls(5, start: 100));
        session.Windows.Clear();
        Advance(session, 0.9);
        Assert.Single(snapshots);
        session.Source.Deliver(1, (9000, Ids.Exit(9, 0)));
        Advance(session, 0.1);
        WindowSnapshot snapshot = snapshots[1];
        Assert.Equal((1.0, 1L), (snapshot.WindowSec, snapshot.Total.Events));
        Assert.Empty(snapshot.Functions);
        Assert.Equal((1L, 0L), (snapshot.Cpus[1].EventsSinceStart, snapshot.Cpus[0].EventsSinceStart));
        Assert.Equal(8999, Assert.Single(snapshot.SystemCalls).Latency?.TotalNs);
    }

    [Fact]
    public void Finish_GivesALastWindowAndEnds()
    {
        using var session = new Session();
        List<WindowSnapshot> snapshots = [];
        bool isDone = false;
        using IDisposable listening = session.Windows.Snapshots.Subscribe(snapshots.Add, () => isDone = true);
        Advance(session, 0.25);
        session.Source.DeliverOnDrain(0, (5000, Ids.Enter(7, 0)), (9000, Ids.Exit(7, 0)));
        session.Windows.Finish();
        WindowSnapshot last = Assert.Single(snapshots);
        Assert.Equal((0.25, 4000L), (last.WindowSec, Assert.Single(last.SystemCalls).Latency?.TotalNs));
        Assert.True(isDone);
        Advance(session, 5);
        Assert.Single(snapshots);
    }

    [Fact]
    public void SourceThatFails_EndsTheStreamWithItsError()
    {
        using var session = new Session();
        Exception? error = null;
        using IDisposable listening = session.Windows.Snapshots.Subscribe(static _ => { }, caught => error = caught);
        session.Source.OnRefresh = static () => throw new IOException("gone");
        session.Source.Deliver(0, (1, Ids.Record(4000, 7, 8)));
        Advance(session, 1);
        Assert.Equal("gone", Assert.IsType<IOException>(error).Message);
    }

    [Fact]
    public void Backlog_IsMergedBeforeTheWindowEnds()
    {
        using var session = new Session(limits: new AggregationLimits { PairsAtMost = 1 << 14 }, delaySec: 60);
        List<WindowSnapshot> snapshots = Listen(session);
        for (int i = 0; i < 20; i++)
        {
            session.Source.Deliver(0, Enumerable.Range(i * 1000, 1000).SelectMany(call => new (ulong, byte[])[]
            {
                ((ulong)call * 10_000, Ids.Enter(7, 0)), ((ulong)(call * 10_000) + 5000, Ids.Exit(7, 0)),
            }));
            Advance(session, 0.1);
            Assert.InRange(session.Aggregator.Feeds[0].Pairing.Queue.Count, 0, 1 << 12);
        }

        session.Windows.Finish();
        Assert.Equal(20_000, Assert.Single(Assert.Single(snapshots).SystemCalls).Latency?.Samples);
        Assert.Equal(0, snapshots[0].Total.Unpaired);
    }

    [Fact]
    public void RecordingReadAtOnce_LosesNoPairThoughNobodySettles()
    {
        using var session = new Session(limits: new AggregationLimits { PairsAtMost = 1 << 14 });
        for (int call = 0; call < 40_000; call += 40)
        {
            // Each call begins on one CPU and ends on the other; the CPUs' sub-buffers come in the order of time.
            session.Source.Deliver(0, Enumerable.Range(call, 40).Select(i => ((ulong)i * 10_000 + 1, Ids.Enter(7, 0))));
            session.Source.Deliver(1, Enumerable.Range(call, 40).Select(i => ((ulong)i * 10_000 + 5001, Ids.Exit(7, 0))));
        }

        WindowSnapshot snapshot = session.Next(isLast: true);
        Assert.Equal((40_000L, 40_000L * 5000), (Assert.Single(snapshot.SystemCalls).Latency?.Samples, Assert.Single(snapshot.SystemCalls).Latency?.TotalNs));
        Assert.Equal(0, snapshot.Total.Unpaired);
    }

    [Fact]
    public void Statistics_AreShownAsChanges_AndRestartWithTheBuffer()
    {
        using var session = new Session();
        session.Source.SetStats(1, new CpuStats(0, 100, 2, 0, 30, 0));
        WindowSnapshot snapshot = session.Next();
        Assert.Equal((100L, 32L, 132L), (snapshot.Total.Overrun, snapshot.Total.Dropped, snapshot.Total.Lost));
        Assert.Equal((0L, 132L), (snapshot.Cpus[0].Lost, snapshot.Cpus[1].LostSinceStart));
        Assert.Equal(0, session.Next().Total.Lost);
        session.Source.SetStats(1, new CpuStats(0, 7, 0, 0, 0, 0));
        snapshot = session.Next();
        Assert.Equal((7L, 139L), (snapshot.Total.Lost, snapshot.Cpus[1].LostSinceStart));
    }

    [Fact]
    public void SelfUse_IsTheShareOfOneCpu()
    {
        using var session = new Session();
        session.Use = new ResourceUse(TimeSpan.FromSeconds(0.5), 30 << 20);
        Assert.Equal(new SelfUse(25, 30 << 20), session.Next(2).Self);
        session.Use = new ResourceUse(TimeSpan.FromSeconds(2), 31 << 20);
        Assert.Equal(new SelfUse(150, 31 << 20), session.Next().Self);
    }

    [Fact]
    public void EventWithoutAFormat_IsShownByItsNumber_AndFormatsAreReadAgainOnce()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1, Ids.Record(4000, 7, 8)), (2, Ids.Record(5, 7, 8)));
        Assert.Equal([("", "#5"), ("", "#4000")], session.Next().ByEvent.Select(row => (row.System, row.Name)));
        Assert.Equal(1, session.Source.Refreshes);
        session.Source.Deliver(0, (3, Ids.Record(4000, 7, 8)));
        session.Next();
        Assert.Equal(1, session.Source.Refreshes);
    }

    [Fact]
    public void FormatThatComesLater_IsUnderstoodFromTheNextWindowOn()
    {
        using var session = new Session();
        session.Source.OnRefresh = () => session.Source.Metadata = session.Source.Metadata with
        {
            Formats = new EventFormatTable([.. Ids.Formats.Formats, Ids.Format("ftrace", "function", 4000, "unsigned long ip:8:8")]),
        };
        session.Source.Deliver(0, (1, Ids.Record(4000, 7, 16, (8, 0x1234))));
        Assert.Equal("function", Assert.Single(session.Next().ByEvent).Name);
        session.Source.Deliver(0, (2, Ids.Record(4000, 7, 16, (8, 0x1234))));
        WindowSnapshot snapshot = session.Next();
        Assert.Equal("0x1234", Assert.Single(snapshot.Functions).Name);
        Assert.Equal(2, Assert.Single(snapshot.ByEvent).Rates.SinceStart);
    }

    [Fact]
    public void CorruptSubBuffer_IsCountedAndItsGoodEventsToo()
    {
        using var session = new Session();
        byte[] page = SubBuffers.Pack((1, Ids.Call(7, 0x10)), (2, Ids.Call(7, 0x10)))[0];
        page[8] -= 4;
        session.Source.DeliverPage(0, page);
        session.Source.DeliverPage(0, new byte[3]);
        WindowSnapshot snapshot = session.Next();
        Assert.Equal((2L, 1L), (snapshot.Total.CorruptSubBuffers, snapshot.Total.Events));
    }

    [Fact]
    public void RecordShorterThanItsFormat_IsCountedAsSuch()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1, Ids.Record(Ids.Function, 7, 12)), (2, Ids.Record(Ids.RawExit, 7, 16)), (3, new byte[4]));
        WindowSnapshot snapshot = session.Next();
        Assert.Equal((3L, 3L), (snapshot.Total.Events, snapshot.Total.ShortRecords));
        Assert.Empty(snapshot.Functions);
        Assert.Empty(snapshot.SystemCalls);
    }

    [Fact]
    public void BigEndianSubBuffers_AreCountedAlike()
    {
        var source = new FakeSource();
        source.Metadata = source.Metadata with { HeaderPage = source.Metadata.HeaderPage with { BigEndian = true } };
        using var session = new Session(source);
        byte[] page = new byte[4096];
        byte[] words = Convert.FromHexString(
            "00000000000003e8" + "0000000000000020" + "30000000" + "0001" + "0000" + "00000007" + "ffffffff81000010" + "0000000000000000" + "00000000");
        words.CopyTo(page, 0);
        session.Source.DeliverPage(0, page);
        WindowSnapshot snapshot = session.Next();
        Assert.Equal(("0xffffffff81000010", 7), (Assert.Single(snapshot.Functions).Name, Assert.Single(snapshot.Processes).Pid));
    }

    [Fact]
    public void Rows_AreSortedByCount_ThenBySinceStart()
    {
        using var session = new Session();
        session.Source.Deliver(0, [.. Calls(1, 0xa), .. Calls(5, 0xb), .. Calls(9, 0xc)]);
        session.Next();
        session.Source.Deliver(0, Calls(2, 0xa));
        Assert.Equal(["0xa", "0xc", "0xb"], session.Next().Functions.Select(row => row.Name));
    }

    private static List<WindowSnapshot> Listen(Session session)
    {
        List<WindowSnapshot> snapshots = [];
        session.Windows.Snapshots.Subscribe(snapshots.Add);
        return snapshots;
    }

    private static void Advance(Session session, double sec) => session.Scheduler.AdvanceBy(TimeSpan.FromSeconds(sec));

    private static IEnumerable<(ulong, byte[])> Calls(int count, ulong ip = 0x10, int start = 0) =>
        Enumerable.Range(start, count).Select(i => ((ulong)i, Ids.Call(7, ip)));

    private static void Near(double expected, double actual) => Assert.InRange(actual, expected * 0.9, expected * 1.1);
}
