using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Tests;

/// <summary>The longest and the latest failing call of a row: when, where, who.</summary>
public sealed class WorstCallTests
{
    private const int Read = 0;
    private const int Futex = 202;
    private const ulong A = 0xffffffff81000010;
    private const int Enoent = 2;
    private const int Eagain = 11;

    [Theory]
    [InlineData(500)]
    [InlineData(50_000)]
    public void LongestCall_IsKnownSinceStart_WhetherPairedOnItsCpuOrByTheMerge(long ns)
    {
        using var session = new Session();
        session.Source.Deliver(1, (1000, Ids.Enter(7, Read)), (1000 + (ulong)ns, Ids.Exit(7, Read)), (60_000, Ids.Enter(8, Read)), (60_100, Ids.Exit(8, Read)));
        Assert.Equal(new WorstSpan(1000, ns, 1, 1, 7, 7) { SystemCall = "read" }, Assert.Single(session.Next().SystemCalls).Worst);
        session.Source.Deliver(0, (100_000, Ids.Enter(9, Read)), (100_200, Ids.Exit(9, Read)));
        Assert.Equal(1000UL, Assert.Single(session.Next().SystemCalls).Worst!.Value.Begin);
    }

    /// <summary>A call that is made often is counted in a cell of its own.</summary>
    [Fact]
    public void LongestCall_OfManyShortOnes_IsKnown()
    {
        using var session = new Session();
        for (ulong at = 1_000_000; at < 1_000_000 + (10_000 * 10_000UL); at += 10_000)
        {
            session.Source.Deliver(0, (at, Ids.Enter(7, Read)), (at + (at == 51_000_000 ? 1_900UL : 150), Ids.Exit(7, Read)));
        }

        SystemCallRow row = Assert.Single(session.Next().SystemCalls);
        Assert.Equal((10_000, 1_900), (row.Latency!.Value.Samples, row.Latency.Value.MaxNs));
        Assert.Equal((51_000_000UL, 1_900L, 7), (row.Worst!.Value.Begin, row.Worst.Value.DurationNs, row.Worst.Value.BeginPid));
    }

    [Fact]
    public void LongestCall_OfATaskThatMigrates_HasBothCpus()
    {
        using var session = new Session();
        session.Source.Deliver(1, (9000, Ids.Exit(7, Read)));
        session.Source.Deliver(0, (1000, Ids.Enter(7, Read)));
        Assert.Equal(new WorstSpan(1000, 8000, 0, 1, 7, 7) { SystemCall = "read" }, Assert.Single(session.Next().SystemCalls).Worst);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(70_000)]
    public void LatestFailure_TakesThePlaceOfOlderOnes_AndStays(long ns)
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, Futex)), (1000 + (ulong)ns, Ids.Exit(7, Futex, -Enoent)));
        session.Source.Deliver(1, (200_000, Ids.Enter(8, Futex)), (200_000 + (ulong)ns, Ids.Exit(8, Futex, -Eagain)), (500_000, Ids.Enter(8, Futex)), (500_100, Ids.Exit(8, Futex)));
        var expected = new FailedSpan(new WorstSpan(200_000, ns, 1, 1, 8, 8) { SystemCall = "futex" }, "EAGAIN");
        Assert.Equal(expected, Assert.Single(session.Next().SystemCalls).Failed);
        session.Source.Deliver(0, (900_000, Ids.Enter(7, Futex)), (900_100, Ids.Exit(7, Futex)));
        Assert.Equal(expected, Assert.Single(session.Next().SystemCalls).Failed);
    }

    /// <summary>What a signal restarts has not failed.</summary>
    [Fact]
    public void RestartedCall_IsNoFailure()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Enter(7, Futex)), (1500, Ids.Exit(7, Futex, -512)));
        Assert.Null(Assert.Single(session.Next().SystemCalls).Failed);
    }

    [Fact]
    public void LongestCallOfAFunction_IsKnown()
    {
        using var session = new Session();
        session.Source.Deliver(1, (10_000_300, Ids.Graph(7, A, 0, 10_000_100, 10_000_300)), (10_009_000, Ids.Graph(7, A, 0, 10_000_400, 10_009_000)));
        WindowSnapshot window = session.Next(isLast: true);
        Assert.Equal(new WorstSpan(10_000_400, 8_600, 1, 1, 7, 7), Assert.Single(window.Functions).Worst);
    }

    /// <summary>All CPUs' idle tasks are pid 0.</summary>
    [Fact]
    public void LongestCallOfAFunction_OfTheIdleTask_IsOfPid0()
    {
        using var session = new Session();
        session.Source.Deliver(1, (10_009_000, Ids.Graph(0, A, 0, 10_000_400, 10_009_000)));
        Assert.Equal(0, Assert.Single(session.Next(isLast: true).Functions).Worst!.Value.BeginPid);
    }
}
