using Ftop.Aggregation.Pairing;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Tests;

/// <summary>What is dropped between a sub-buffer and a row leaves a mark, and nothing is paired across it.</summary>
public class LossTests
{
    private const int Read = 0;
    private const int Futex = 202;
    private const int PairsOfACpu = 1 << 14; // the least that a CPU may have

    /// <summary>A CPU far ahead in time fills its part of the merge: calls of 5 µs must not be shown with what lies between two of them.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OverflowOfTheMerge_PairsNothingAcrossWhatWasLeftOut(int first)
    {
        using var session = new Session(limits: new AggregationLimits { PairsAtMost = PairsOfACpu });
        const int Batch = (PairsOfACpu * 5 / 8) + 1; // odd, and begins anywhere: somewhere a call is open where records begin to be left out
        const ulong Ahead = 1_000_000_000;
        for (int round = 0; round < 5; round++)
        {
            if (round == 4)
            {
                session.Aggregator.Settle();
            }

            session.Source.Deliver(1, Enumerable.Range(first + (round * Batch), Batch).Select(i => (Ahead + ((ulong)i * 5000), i % 2 == 0 ? Ids.Enter(7, Futex) : Ids.Exit(7, Futex))));
            session.Source.Deliver(0, Enumerable.Range(round * PairsOfACpu, PairsOfACpu).Select(i => ((ulong)i * 3000, i % 2 == 0 ? Ids.Enter(8, Read) : Ids.Exit(8, Read))));
        }

        WindowSnapshot window = session.Next(isLast: true);
        SystemCallRow futex = window.SystemCalls.Single(row => row.Name == "futex");
        Assert.True(window.Total.Unpaired > 0, "nothing was left out: the test does not test");
        Assert.InRange(futex.Latency!.Value.Samples, Batch, (5 * Batch / 2) - 1);
        Assert.Equal(5000, futex.Latency.Value.MaxNs);
    }

    [Fact]
    public void Queue_StandsALossForWhatDoesNotFit_AndGoesOnBehindIt()
    {
        var queue = new PairQueue(2, cpuIndex: 3);
        Assert.True(queue.TryAdd(Enter(10)));
        Assert.True(queue.TryAdd(Enter(20)));
        Assert.False(queue.TryAdd(Enter(30)));
        Assert.False(queue.TryAdd(Enter(40)));
        queue.RemoveFirst();
        queue.RemoveFirst();
        Assert.Equal((PairKind.LossBegin, 30ul, 3), (queue.Peek.Kind, queue.Peek.Timestamp, queue.Peek.Pid));
        queue.RemoveFirst();
        Assert.Equal((PairKind.LossEnd, 40ul, 3), (queue.Peek.Kind, queue.Peek.Timestamp, queue.Peek.Pid));
        Assert.True(queue.TryAdd(Enter(50)));
        queue.RemoveFirst();
        Assert.Equal((PairKind.SystemCallEnter, 50ul), (queue.Peek.Kind, queue.Peek.Timestamp));
    }

    [Fact]
    public void Queue_TakesWhatFits_AndALossForTheRest()
    {
        var queue = new PairQueue(3, cpuIndex: 0);
        var other = new PairQueue(8, cpuIndex: 0);
        queue.TryAdd(Enter(10));
        foreach (ulong timestamp in (ulong[])[20, 30, 40, 50])
        {
            other.TryAdd(Enter(timestamp));
        }

        Assert.Equal(2, queue.TakeAll(other));
        Assert.Equal(0, other.Count);
        Assert.Equal([(PairKind.SystemCallEnter, 10ul), (PairKind.SystemCallEnter, 20), (PairKind.SystemCallEnter, 30), (PairKind.LossBegin, 40), (PairKind.LossEnd, 50)], All(queue));
    }

    /// <summary>A call may return, and be made again, on the CPU whose events are missing.</summary>
    [Fact]
    public void DuringALossOfOneCpu_NothingIsPairedOnTheOthers()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Other(8)));
        session.Source.Deliver(1, (10_000, Ids.Enter(7, Futex)), (90_000, Ids.Exit(7, Futex)), (110_000, Ids.Enter(7, Futex)), (115_000, Ids.Exit(7, Futex)));
        session.Source.DeliverPage(0, SubBuffers.WithMissed(SubBuffers.Pack((100_000, Ids.Other(8)))[0], 3));
        WindowSnapshot window = session.Next(isLast: true);
        SystemCallRow row = Assert.Single(window.SystemCalls);
        Assert.Equal((2L, 1L, 5000L), (row.Rates.Count, row.Latency!.Value.Samples, row.Latency.Value.MaxNs));
        Assert.Equal(1, window.Total.Unpaired);
    }

    /// <summary>Where the merge had to go on without a CPU, that one's begins come late: they are of calls that have ended.</summary>
    [Fact]
    public void BeginThatComesLate_TakesNoOthersEnd()
    {
        var calls = new SystemCallPairs(tasksAtMost: 4);
        var latencies = new Counting.LatencyTable(16, 1 << 12);
        calls.Enter(7, Futex, 50_000, cpuIndex: 0);
        calls.Enter(7, Futex, 10_000, cpuIndex: 1);
        calls.Exit(new PairRecord(55_000, Futex, 0, 7, 0, PairKind.SystemCallExit), cpuIndex: 0, latencies, new Counting.FailedCalls(16));
        Assert.Equal(1, calls.Unpaired);
        Assert.Equal(5000, latencies.Entries[latencies.IndexOf(Futex)].MaxNs);
    }

    private static PairRecord Enter(ulong timestamp) => new(timestamp, Futex, 0, 7, 0, PairKind.SystemCallEnter);

    private static List<(PairKind Kind, ulong Timestamp)> All(PairQueue queue)
    {
        List<(PairKind, ulong)> all = [];
        for (; queue.Count > 0; queue.RemoveFirst())
        {
            all.Add((queue.Peek.Kind, queue.Peek.Timestamp));
        }

        return all;
    }
}
