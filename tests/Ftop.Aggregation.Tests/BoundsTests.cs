using System.Buffers.Binary;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Tests;

[Collection("measures memory")]
public class BoundsTests
{
    private const int Events = 1_000_000;
    private const long MostBytes = 24 << 20;

    [Fact]
    public void SystemCalls_AllocateNothing() => AssertAllocatesNothing(i =>
        i % 2 == 0 ? Ids.Enter(100 + (i / 2 % 50), i / 2 % 300) : Ids.Exit(100 + (i / 2 % 50), i / 2 % 300, (i % 7) - 3), 400);

    [Fact]
    public void SystemCallsThatNeedTheMerge_AllocateNothing() => AssertAllocatesNothing(i =>
        i % 2 == 0 ? Ids.Enter(100 + (i / 2 % 50), i / 2 % 300) : Ids.Exit(100 + (i / 2 % 50), i / 2 % 300), 3000);

    [Fact]
    public void Functions_AllocateNothing() => AssertAllocatesNothing(i => Ids.Call(100 + (i / 1000), 0xffffffff81000000 + ((ulong)(i * 7919 % 4000) * 16)), 100);

    [Fact]
    public void FunctionGraph_AllocatesNothing() => AssertAllocatesNothing(i =>
        Ids.Graph(100 + (i / 1000), 0xffffffff81000000 + ((ulong)(i % 1000) * 16), 3 - (i % 4), i * 700L, (i * 700L) + (i % 4 * 1000)), 700);

    [Fact]
    public void MixedEvents_AllocateNothing() => AssertAllocatesNothing(i => (i % 5) switch
    {
        0 => Ids.Enter(100, i % 300),
        1 => Ids.Exit(100, i % 300, -2),
        2 => Ids.Other(i % 500),
        3 => Ids.Call(i % 500, 0x1000 + (ulong)(i % 2000)),
        _ => Ids.Record((ushort)(4000 + (i % 10)), 7, 16),
    }, 500);

    [Fact]
    public void AMillionPids_StayWithinTheBound_AndTheBusyOnesAreShown()
    {
        using var session = new Session();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        WindowSnapshot snapshot = session.Next();
        for (int window = 0; window < 10; window++)
        {
            int first = 1000 + (window * 100_000);
            session.Source.Deliver(window % 2, Enumerable.Range(first, 100_000).SelectMany(pid => new (ulong, byte[])[]
            {
                ((ulong)pid * 4000, Ids.Exit(pid, 0)), (((ulong)pid * 4000) + 1, Ids.Other(7)),
            }));
            snapshot = session.Next();
        }

        long used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(used, 0, MostBytes);
        Assert.Equal((200_000L, 5000, true), (snapshot.Total.Events, snapshot.Processes.Count, snapshot.IsTruncated));
        Assert.Equal((7, 1_000_000L), (snapshot.Processes[0].Pid, snapshot.Processes[0].Rates.SinceStart));
    }

    [Fact]
    public void TwoHundredThousandFunctions_StayWithinTheBound_AndTheBusyOnesAreShown()
    {
        using var session = new Session();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        WindowSnapshot snapshot = session.Next();
        for (int window = 0; window < 3; window++)
        {
            session.Source.Deliver(0, Enumerable.Range(0, 200_000).SelectMany(i => new (ulong, byte[])[]
            {
                ((ulong)i * 3000, Ids.Graph(7, 0xffffffff80000000 + ((ulong)i * 64), 1, 0, i % 5000)),
                (((ulong)i * 3000) + 1000, Ids.Graph(7, 0xffffffff90000000, 0, 0, 2500)),
            }));
            snapshot = session.Next();
        }

        long used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(used, 0, MostBytes);
        Assert.True(snapshot.IsTruncated);
        Assert.Equal(("0xffffffff90000000", 600_000L), (snapshot.Functions[0].Name, snapshot.Functions[0].Rates.SinceStart));
    }

    [Fact]
    public void KeysThatComeLate_DisplaceTheRarest()
    {
        using var session = new Session(limits: new AggregationLimits { Rows = 100, SnapshotRows = 50 });
        session.Source.Deliver(0, Enumerable.Range(0, 100).Select(i => ((ulong)i, Ids.Call(7, 0x1000 + (ulong)i))));
        session.Next();
        session.Source.Deliver(0, Enumerable.Range(0, 500).Select(i => ((ulong)i, Ids.Call(7, 0x5000))));
        WindowSnapshot snapshot = session.Next();
        Assert.Equal(("0x5000", 500L, 50), (snapshot.Functions[0].Name, snapshot.Functions[0].Rates.Count, snapshot.Functions.Count));
        Assert.True(snapshot.IsTruncated);
    }

    [Fact]
    public void CpusThatWriteNothing_CostNextToNothing()
    {
        long few = KeptBy(2, writing: 1);
        long many = KeptBy(256, writing: 1);
        Assert.InRange(many - few, 0, 1 << 20);
    }

    [Fact]
    public void CpusThatWriteAnEvent_CostLittle()
    {
        long few = KeptBy(2, writing: 2);
        long many = KeptBy(256, writing: 256);
        Assert.InRange(many - few, 0, 254 * 16 << 10);
    }

    [Fact]
    public void FiveThousandFunctionsAndTasksThatComeAndGo_StayFlat()
    {
        using var session = new Session(new FakeSource(256));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long afterHalf = 0;
        for (int window = 0; window < 200; window++)
        {
            int cpu = window % 8 * 32;
            session.Source.Deliver(cpu, Enumerable.Range(0, 5000).Select(i =>
                ((ulong)((window * 10_000) + i) * 1000, Ids.Call(100 + (window * 60) + (i % 60), 0xffffffff81000000 + ((ulong)i * 16)))));
            session.Next();
            if (window == 99)
            {
                afterHalf = GC.GetTotalMemory(forceFullCollection: true) - before;
            }
        }

        long used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(used, 0, 14 << 20);
        Assert.InRange(used - afterHalf, -1 << 20, 1 << 20);
    }

    [Fact]
    public void Tick_AllocatesNothing_HoweverManyTasksAndFunctionsAreKnown()
    {
        using var session = new Session();
        session.Source.Deliver(0, Enumerable.Range(0, 5000).Select(i => ((ulong)i * 1000, Ids.Call(100 + i, 0xffffffff81000000 + ((ulong)i * 16)))));
        var delta = new WindowDelta(new AggregationLimits(), session.Source.Cpus.Length);
        session.Aggregator.Tick(delta);
        Assert.Equal(0, Allocations.Of(() => session.Aggregator.Tick(delta)));
    }

    [Fact]
    public void Window_AllocatesNothing_ForTasksThatAreIdle()
    {
        using var few = new Session();
        using var many = new Session();
        few.Source.Deliver(0, Tasks(1000));
        many.Source.Deliver(0, Tasks(8000));
        few.Next().Release();
        many.Next().Release();
        Assert.InRange(Allocations.Of(() => many.Next().Release()) - Allocations.Of(() => few.Next().Release()), -4096, 4096);
    }

    private static IEnumerable<(ulong, byte[])> Tasks(int count) => Enumerable.Range(100, count).Select(pid => ((ulong)pid * 1000, Ids.Other(pid)));

    // After an event of some of the CPUs.
    private static long KeptBy(int cpus, int writing)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var session = new Session(new FakeSource(cpus));
        for (int cpu = 0; cpu < writing; cpu++)
        {
            session.Source.Deliver(cpu, (1000, Ids.Exit(7, 0)));
        }

        session.Next().Release();
        session.Next().Release();
        return GC.GetTotalMemory(forceFullCollection: true) - before;
    }

    private static void AssertAllocatesNothing(Func<int, byte[]> record, int stepNs)
    {
        using var session = new Session();
        var delta = new WindowDelta(new AggregationLimits(), session.Source.Cpus.Length);
        List<byte[]> pages = SubBuffers.Pack(Enumerable.Range(0, Events).Select(i => ((ulong)i * (ulong)stepNs, record(i))));

        // Twice to reach the steady state: both accumulators of the CPU have grown to what the stream needs.
        for (int round = 0; round < 2; round++)
        {
            Run(session, pages);
            session.Aggregator.Tick(delta);
            Advance(pages, (ulong)Events * (ulong)stepNs);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(session, pages);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        session.Aggregator.Tick(delta);
        Assert.Equal(Events, delta.Cpus[0].Events);
    }

    private static void Run(Session session, List<byte[]> pages)
    {
        int pagesUntilSettle = 0;
        foreach (byte[] page in pages)
        {
            session.Aggregator.Accept(0, page);
            if (++pagesUntilSettle == 50)
            {
                session.Aggregator.Settle();
                pagesUntilSettle = 0;
            }
        }
    }

    private static void Advance(List<byte[]> pages, ulong ns)
    {
        foreach (byte[] page in pages)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(page, BinaryPrimitives.ReadUInt64LittleEndian(page) + ns);
        }
    }
}
