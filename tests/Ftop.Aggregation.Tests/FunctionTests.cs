using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Aggregation.Tests;

public class FunctionTests
{
    private const ulong A = 0xffffffff81000010;
    private const ulong B = 0xffffffff81000020;
    private const ulong C = 0xffffffff81000030;

    [Fact]
    public void Function_IsCountedByAddress_AndHasNoDuration()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1, Ids.Call(7, A)), (2, Ids.Call(7, B)), (3, Ids.Call(8, A)));
        session.Source.Deliver(1, (1, Ids.Call(9, A)));
        FunctionRow row = session.Next().Functions[0];
        Assert.Equal(("0xffffffff81000010", null, 3L), (row.Name, row.Module, row.Rates.Count));
        Assert.Null(row.Latency);
        Assert.Null(row.SelfNs);
    }

    [Fact]
    public void FunctionRepeats_CountAsManyCallsAsTheySay()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1, Ids.Call(7, A)), (900, Ids.Repeats(7, A, 500)));
        WindowSnapshot snapshot = session.Next();
        Assert.Equal(501, Assert.Single(snapshot.Functions).Rates.Count);
        Assert.Equal(2, snapshot.Total.Events);
    }

    /// <summary>A call of one function by who called it and where, whichever tracer tells of it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OneFunction_BrokenDownByTaskAndCpu(bool isTimed)
    {
        using var session = new Session();
        session.Aggregator.Watch([FunctionTable.Calls.BrokenDown(A, KeyField.Task), FunctionTable.Calls.BrokenDown(A, KeyField.Cpu), FunctionTable.IdleCalls.BrokenDown(A, KeyField.Cpu)]);
        session.Next();
        session.Source.Deliver(0, (10_000, Call(7, A)), (20_000, Call(7, B)), (30_000, Call(8, A)), (40_000, Call(7, A)));
        session.Source.Deliver(1, (10_000, Call(9, B)), (20_000, Call(7, A)), (30_000, Call(0, A)));
        WindowSnapshot window = session.Next(isLast: true);
        Assert.Equal(A, window.Functions.First(static row => !row.IsIdle).Address);
        Assert.Equal(isTimed ? [(7, 3), (8, 1)] : [(7, 3), (0, 1), (8, 1)], Rows(0));
        Assert.Equal(isTimed ? [(0, 3), (1, 1)] : [(0, 3), (1, 2)], Rows(1));
        Assert.Equal(isTimed ? [(1, 1)] : [], Rows(2));

        byte[] Call(int pid, ulong function) => isTimed ? Ids.Graph(pid, function, 0, 0, 100) : Ids.Call(pid, function);
        (int, int)[] Rows(int table) => [.. window.Measures[table].Rows.Select(static row => ((int)row.Parts[0].Number!, (int)row.Rates.Count)).OrderByDescending(static row => row.Item2).ThenBy(static row => row.Item1)];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void NestedFunctions_SelfIsDurationWithoutCallees(int scale)
    {
        using var session = new Session();
        Deliver(session, 0, 10_000_000, 7, scale, (B, 1, 110, 150), (C, 2, 170, 180), (B, 1, 160, 200), (A, 0, 100, 300));
        WindowSnapshot snapshot = session.Next(isLast: true);
        Assert.Equal((1L, 200L * scale, 120L * scale), Of(snapshot, A));
        Assert.Equal((2L, 80L * scale, 70L * scale), Of(snapshot, B));
        Assert.Equal((1L, 10L * scale, 10L * scale), Of(snapshot, C));
        Assert.Equal(0, snapshot.Total.Unpaired);
    }

    [Fact]
    public void TasksOnOneCpu_HaveStacksOfTheirOwn()
    {
        using var session = new Session();
        Deliver(session, 0, 10_000_000, 7, 1000, (B, 1, 10, 20));
        Deliver(session, 0, 20_000_000, 8, 1000, (B, 1, 20, 23));
        Deliver(session, 0, 30_000_000, 8, 1000, (C, 0, 18, 25));
        Deliver(session, 0, 40_000_000, 7, 1000, (A, 0, 5, 35));
        WindowSnapshot snapshot = session.Next(isLast: true);
        Assert.Equal((1L, 30_000L, 20_000L), Of(snapshot, A));
        Assert.Equal((1L, 7_000L, 4_000L), Of(snapshot, C));
    }

    [Fact]
    public void IdleTasks_OfTwoCpus_DoNotShareAStack()
    {
        using var session = new Session();
        Deliver(session, 0, 10_000_000, 0, 1000, (B, 1, 0, 10));
        Deliver(session, 1, 10_100_000, 0, 1000, (A, 0, 0, 30));
        Assert.Equal((1L, 30_000L, 30_000L), Of(session.Next(isLast: true), $"0x{A:x} (idle)"));
    }

    [Theory]
    [InlineData(0, 0x00, true)]
    [InlineData(0, 0x01, true)] // interrupts off: still the idle loop
    [InlineData(0, 0x08, false)]
    [InlineData(0, 0x10, false)]
    [InlineData(0, 0x40, false)]
    [InlineData(7, 0x00, false)]
    public void WaitingOfTheIdleTask_IsApart_WhatInterruptsItIsNot(int pid, byte flags, bool isIdle)
    {
        using var session = new Session();
        byte[] exit = Ids.Graph(pid, A, 0, 0, 900_000_000);
        exit[2] = flags;
        session.Source.Deliver(0, (1_000_000_000, exit));
        FunctionRow row = Assert.Single(session.Next(isLast: true).Functions);
        Assert.Equal((isIdle, isIdle ? $"0x{A:x} (idle)" : $"0x{A:x}", 900_000_000L), (row.IsIdle, row.Name, row.SelfNs));
    }

    [Fact]
    public void OwnTime_IsNeverMoreThanTheTotal_InAnyWindow()
    {
        using var session = new Session();
        for (int i = 0; i < 5; i++)
        {
            // As it comes with the drain, the merge pairs it in the next window alone.
            session.Source.DeliverOnDrain(0, ((ulong)(10_000_000 * (i + 1)), Ids.Graph(7, A, 0, 0, 30_000 * (i + 1))));
            WindowSnapshot window = session.Next(isLast: i == 4);
            Assert.All(window.Functions, row => Assert.InRange(row.SelfNs ?? 0, 0, row.Latency?.TotalNs ?? 0));
        }
    }

    [Fact]
    public void AddressZero_IsNoFunction()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Call(7, 0)), (2000, Ids.Call(7, A)));
        Assert.Equal($"0x{A:x}", Assert.Single(session.Next(isLast: true).Functions).Name);
    }

    [Fact]
    public void FunctionOfAMigratedTask_HasTheCalleesOfBothCpus()
    {
        using var session = new Session();
        Deliver(session, 1, 30_000_000, 7, 1000, (A, 0, 0, 30));
        Deliver(session, 0, 10_000_000, 7, 1000, (B, 1, 1, 2));
        Deliver(session, 1, 30_500_000, 7, 1000, (C, 0, 0, 1));
        Assert.Equal((1L, 30_000L, 29_000L), Of(session.Next(isLast: true), A));
    }

    [Fact]
    public void MissedEvents_WhileAFunctionRan_LeaveItsOwnTimeUnknown()
    {
        using var session = new Session();
        Deliver(session, 0, 10_000_000, 7, 1000, (B, 1, 1, 2));
        session.Source.DeliverPage(0, SubBuffers.WithMissed(SubBuffers.Pack((10_500_000, Ids.Other(7)))[0], 1));
        Deliver(session, 0, 9_800_000, 7, 1000, (A, 0, 0, 900));
        Deliver(session, 0, 11_000_000, 7, 1000, (C, 0, 0, 20));
        WindowSnapshot snapshot = session.Next(isLast: true);
        Assert.Equal((1L, 900_000L, 0L), Of(snapshot, A));
        Assert.Equal((1L, 20_000L, 20_000L), Of(snapshot, C));
        Assert.Equal(1, snapshot.Total.Unpaired);
    }

    [Fact]
    public void EntriesAndAbsurdDepths_AreHarmless()
    {
        using var session = new Session();
        byte[] entry = Ids.Record(Ids.GraphEntry, 7, 20, (8, unchecked((long)A)));
        session.Source.Deliver(0, (1000, entry), (2000, Ids.Graph(7, A, -1, 0, 10)), (3000, Ids.Graph(7, A, 70, 0, 10)), (4000, Ids.Graph(7, B, 0, 20, 10)));
        WindowSnapshot snapshot = session.Next(isLast: true);
        Assert.Equal((2L, 20L, 0L), Of(snapshot, A));
        Assert.Equal((1L, 0L, 0L), Of(snapshot, B));
    }

    [Fact]
    public void OldGraphExit_WithTimesBeforeDepth_IsReadByItsFormat()
    {
        var source = new FakeSource();
        EventFormat old = Ids.Format("ftrace", "funcgraph_exit", Ids.GraphExit, "unsigned long func:8:8", "unsigned long long calltime:16:8",
            "unsigned long long rettime:24:8", "unsigned long overrun:32:8", "int depth:40:4");
        source.Metadata = source.Metadata with { Formats = new EventFormatTable([old]) };
        using var session = new Session(source);
        source.Deliver(0, (1000, Ids.Record(Ids.GraphExit, 7, 48, (8, unchecked((long)A)), (16, 100), (24, 350), (40, 0))));
        Assert.Equal((1L, 250L, 250L), Of(session.Next(isLast: true), A));
    }

    [Theory]
    [InlineData(36, 20, 28)]
    [InlineData(40, 24, 32)]
    public void GraphExitOf32BitKernels_IsReadPackedWhereItIsShort(int bytes, int callOffset, int returnOffset)
    {
        var source = new FakeSource();
        EventFormat format = Ids.Format("ftrace", "funcgraph_exit", Ids.GraphExit, "unsigned long func:8:4", "int depth:12:4", "unsigned int overrun:16:4",
            "unsigned long long calltime:24:8", "unsigned long long rettime:32:8");
        source.Metadata = source.Metadata with
        {
            Formats = new EventFormatTable([format]),
            HeaderPage = HeaderPage.Default with { LongSizeBytes = 4 },
        };
        using var session = new Session(source);
        source.Deliver(0, (1000, Ids.Record(Ids.GraphExit, 7, bytes, (8, 0xc0001000), (callOffset, 5_000_000_000), (returnOffset, 5_000_000_250))));
        FunctionRow row = Assert.Single(session.Next(isLast: true).Functions);
        Assert.Equal(("0xc0001000", 250L), (row.Name, row.Latency?.TotalNs));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void FastPathAndMerge_AgreeOnRandomCallTrees(int seed)
    {
        Dictionary<string, (long, long, long)> first = [];
        foreach (bool isFast in (bool[])[true, false])
        {
            var random = new Random(seed);
            using var session = new Session();
            foreach (CpuFeed feed in session.Aggregator.Feeds)
            {
                feed.Pairing.IsFastPathOn = isFast;
            }

            Dictionary<string, (long, long, long)> sums = [];
            long now = 1_000_000;
            for (int i = 0; i < 300; i++)
            {
                // One task at a time on a random CPU, as only then is the expected order plain; the trees of a task are whole.
                List<(ulong, byte[])> events = [];
                int pid = random.Next(1, 5);
                now = CallTree(random, events, pid, depth: 0, now + random.Next(50, 5000));
                session.Source.Deliver(random.Next(2), events);
                if (random.Next(20) == 0)
                {
                    Add(sums, session.Next());
                }
            }

            Add(sums, session.Next(isLast: true));
            Assert.Equal(sums.Values.Sum(sum => sum.Item3), Assert.Single(sums, sum => sum.Key == "0x1000").Value.Item2);
            if (isFast)
            {
                first = sums;
            }
            else
            {
                Assert.Equal(first.OrderBy(sum => sum.Key), sums.OrderBy(sum => sum.Key));
            }
        }
    }

    // Functions are named by their depth, so that all time is in that of depth 0.
    private static long CallTree(Random random, List<(ulong, byte[])> events, int pid, int depth, long now)
    {
        long called = now;
        now += random.Next(20, 900);
        for (int callees = depth < 6 ? random.Next(4) : 0; callees > 0; callees--)
        {
            now = CallTree(random, events, pid, depth + 1, now) + random.Next(20, 900);
        }

        events.Add(((ulong)now + 30, Ids.Graph(pid, 0x1000 + (ulong)depth, depth, called, now)));
        return now + 30;
    }

    private static void Add(Dictionary<string, (long Samples, long TotalNs, long SelfNs)> sums, WindowSnapshot snapshot)
    {
        foreach (FunctionRow row in snapshot.Functions)
        {
            (long samples, long total, long self) = sums.GetValueOrDefault(row.Name);
            sums[row.Name] = (samples + (row.Latency?.Samples ?? 0), total + (row.Latency?.TotalNs ?? 0), self + (row.SelfNs ?? 0));
        }
    }

    // Times are relative to start and in units of scale ns; an event is stamped when its function returned.
    private static void Deliver(Session session, int cpu, long start, int pid, int scale, params (ulong Function, int Depth, int Called, int Returned)[] exits) =>
        session.Source.Deliver(cpu, exits.Select(exit => (
            (ulong)(start + (exit.Returned * scale)), Ids.Graph(pid, exit.Function, exit.Depth, exit.Called * scale, exit.Returned * scale))));

    private static (long Samples, long TotalNs, long SelfNs) Of(WindowSnapshot snapshot, ulong function) => Of(snapshot, $"0x{function:x}");

    private static (long Samples, long TotalNs, long SelfNs) Of(WindowSnapshot snapshot, string name)
    {
        FunctionRow row = snapshot.Functions.Single(row => row.Name == name);
        return (row.Latency?.Samples ?? 0, row.Latency?.TotalNs ?? 0, row.SelfNs ?? 0);
    }
}
