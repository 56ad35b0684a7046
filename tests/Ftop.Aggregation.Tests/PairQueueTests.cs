using Ftop.Aggregation.Pairing;

namespace Ftop.Aggregation.Tests;

[Collection("measures memory")]
public sealed class PairQueueTests
{
    [Fact]
    public void MemoryOfABurst_IsGivenBackAfterAWhile_WithWhatWaits()
    {
        var queue = new PairQueue(1 << 16, cpuIndex: 0);
        Fill(queue, 20_000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        queue.Clear();
        Fill(queue, 3);
        for (int window = 0; window < 200; window++)
        {
            queue.Trim();
        }

        Assert.InRange(before - GC.GetTotalMemory(forceFullCollection: true), 900_000, long.MaxValue);
        Assert.Equal((3, 1ul), (queue.Count, queue.Peek.Timestamp));
    }

    [Fact]
    public void RecordsAreTaken_BehindThoseThatWait_WithoutACopyWhereNoneDo()
    {
        var from = new PairQueue(100, cpuIndex: 0);
        var to = new PairQueue(100, cpuIndex: 0);
        for (int round = 0; round < 3; round++)
        {
            Fill(from, 10);
            Assert.Equal(0, to.TakeAll(from));
            Assert.Equal((0, 10), (from.Count, to.Count));
            Fill(from, 5);
            Assert.Equal(0, to.TakeAll(from));
            Assert.Equal((0, 15), (from.Count, to.Count));
            for (int i = 0; i < 15; i++)
            {
                Assert.Equal((ulong)((i % 10) + 1), to.Peek.Timestamp);
                to.RemoveFirst();
            }
        }
    }

    private static void Fill(PairQueue queue, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            Assert.True(queue.TryAdd(new PairRecord((ulong)i, 0, 0, 7, 0, PairKind.SystemCallEnter)));
        }
    }
}
