using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Tests;

[Collection("measures memory")]
public class TableSnapshotTests
{
    private const ulong First = 0xffffffff81000000;

    [Fact]
    public void WindowThatIsNotReleased_StaysAsItWas_HoweverManyFollow()
    {
        using var session = new Session();
        Time(session, 0, functions: 50, ns: 1000);
        WindowSnapshot kept = session.Next();
        for (int later = 1; later < 6; later++)
        {
            Time(session, later, functions: 50 - later, ns: 9000);
            session.Next().Release();
        }

        Assert.Equal(50, kept.Functions.Count);
        Assert.All(kept.Functions, row => Assert.Equal((1L, 1000L, 1000L), (row.Rates.Count, row.Latency?.P99Ns, row.SelfNs)));
        Assert.Equal((7, 50L), (Assert.Single(kept.Processes).Pid, kept.Processes[0].Rates.Count));
    }

    [Fact]
    public void WindowThatIsReleased_CannotBeRead_NorItsCopies()
    {
        using var session = new Session();
        Time(session, 0, functions: 3, ns: 1000);
        WindowSnapshot window = session.Next();
        WindowSnapshot copy = window with { Notices = ["a copy"] };
        FunctionRow row = copy.Functions[0] with { SelfNs = null };
        Assert.True(window.SharesTables(copy));
        copy.Release();
        window.Release();
        Assert.Throws<ObjectDisposedException>(() => window.Functions[0]);
        Assert.Throws<ObjectDisposedException>(() => copy.Functions.Count);
        Assert.Throws<ObjectDisposedException>(() => window.Processes.ToArray());
        Assert.Equal(("0xffffffff81000000", 1000L, null), (row.Name, row.Latency?.P50Ns, row.SelfNs)); // a row's copy is its own
        WindowSnapshot next = session.Next();
        Assert.Throws<ObjectDisposedException>(() => window.Functions[0]); // though its memory is in use again
        Assert.Equal(0, next.Functions[0].Rates.Count);
    }

    [Fact]
    public void RowsOfUsedMemory_AreOfTheirOwnWindow()
    {
        using var session = new Session();
        for (int window = 0; window < 5; window++)
        {
            Time(session, window, functions: 4 + window, ns: 1000 * (window + 1), offset: 2 * window);
            WindowSnapshot snapshot = session.Next();
            FunctionRow[] called = [.. snapshot.Functions.Where(row => row.Rates.Count > 0)];
            Assert.Equal(
                Enumerable.Range(2 * window, 4 + window).Select(i => $"0x{First + (16 * (ulong)i):x}"), called.Select(row => row.Name).Order());
            Assert.All(called, row => Assert.Equal(1000L * (window + 1), row.Latency?.TotalNs));
            Assert.All(snapshot.Functions.Where(row => row.Rates.Count == 0), row => Assert.Null(row.Latency));
            snapshot.Release();
        }
    }

    [Fact]
    public void WithoutSelf_HidesTheTimeWithoutCalleesAlone()
    {
        using var session = new Session();
        Time(session, 0, functions: 2, ns: 1000);
        TableSnapshot<FunctionRow> functions = session.Next().Functions.WithoutSelf();
        Assert.All(functions, row => Assert.Equal((null, 1000L), (row.SelfNs, row.TotalNs)));
        TableSnapshot<FunctionRow> given = [new FunctionRow("a", null, default, null, 5)];
        Assert.Null(given.WithoutSelf()[0].SelfNs);
        Assert.Equal(5, given[0].SelfNs);
    }

    [Fact]
    public void ManyReadersAtOnce_ReadTheSame()
    {
        using var session = new Session();
        for (int round = 0; round < 20; round++)
        {
            Time(session, round, functions: 200, ns: 1000 + round);
            WindowSnapshot window = session.Next();
            string[][] read = new string[4][];
            Parallel.For(0, read.Length, reader => read[reader] = [.. window.Functions.Select(row => $"{row.Name} {row.Latency} {row.SelfNs}")]);
            Assert.All(read, rows => Assert.Equal(read[0], rows));
            Assert.Equal(200, read[0].Distinct().Count());
            window.Release();
        }
    }

    [Fact]
    public void Window_AllocatesNothing_ForFunctionsThatNobodyLooksAt()
    {
        using var few = new Session();
        using var many = new Session();
        long OfTick(Session session, int functions, int tick)
        {
            Time(session, tick, functions, ns: 1000);
            return Allocations.Of(() =>
            {
                WindowSnapshot window = session.Next();
                _ = window.Functions[0].Latency;
                window.Release();
            });
        }

        for (int tick = 0; tick < 3; tick++)
        {
            OfTick(few, 50, tick);
            OfTick(many, 5000, tick);
        }

        Assert.InRange(OfTick(many, 5000, 3) - OfTick(few, 50, 3), -4096, 4096);
    }

    // Calls on one CPU, one after the other.
    private static void Time(Session session, int window, int functions, int ns, int offset = 0)
    {
        ulong start = 1_000_000_000ul * (ulong)(window + 1);
        session.Source.Deliver(0, Enumerable.Range(0, functions).Select(i =>
        {
            ulong end = start + (20_000ul * (ulong)(i + 1));
            return (end, Ids.Graph(7, First + (16 * (ulong)(i + offset)), 0, (long)end - ns, (long)end));
        }));
    }
}
