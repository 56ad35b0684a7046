using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Windows;
using HdrHistogram;

namespace Ftop.Aggregation.Tests;

public class LatencyTableTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1_000_003)]
    [InlineData(LatencyBucket.MaxNs)]
    public void Bucket_KnowsAValueWithinOnePercent(long ns)
    {
        int bucket = LatencyBucket.Of(ns);
        Assert.InRange(bucket, 0, (1 << LatencyBucket.Bits) - 1);
        Assert.InRange(LatencyBucket.HighestNs(bucket) - ns, 0, ns / 100);
        Assert.Equal(bucket, LatencyBucket.Of(LatencyBucket.HighestNs(bucket)));
    }

    [Fact]
    public void Bucket_OutOfRange_IsTheNearest()
    {
        Assert.Equal(LatencyBucket.Of(0), LatencyBucket.Of(-5));
        Assert.Equal(LatencyBucket.Of(LatencyBucket.MaxNs), LatencyBucket.Of(long.MaxValue));
    }

    [Fact]
    public void Summaries_AreWithinOnePercentOfTheSortedValues()
    {
        var random = new Random(3);
        var one = new LatencyTable(100, 1 << 17);
        var other = new LatencyTable(100, 1 << 17);
        Dictionary<ulong, List<long>> expected = [];
        for (int i = 0; i < 200_000; i++)
        {
            ulong key = 0xffffffff81000000 + ((ulong)random.Next(5) * 16);
            long ns = (long)Math.Pow(10, 2 + (random.NextDouble() * 7));
            (i % 3 == 0 ? other : one).Add(key, ns);
            if (!expected.TryGetValue(key, out List<long>? values))
            {
                expected.Add(key, values = []);
            }

            values.Add(ns);
        }

        one.AddAll(other, []);
        var summaries = new LatencySummaries();
        summaries.Read(one);
        foreach ((ulong key, List<long> values) in expected)
        {
            values.Sort();
            LatencySummary summary = Assert.NotNull(summaries.Of(key));
            Assert.Equal((values.Count, values.Sum(), values[^1]), (summary.Samples, summary.TotalNs, summary.MaxNs));
            Near(values[(int)Math.Ceiling(values.Count * 0.5) - 1], summary.P50Ns);
            Near(values[(int)Math.Ceiling(values.Count * 0.99) - 1], summary.P99Ns);
        }

        Assert.False(one.IsTruncated);
        Assert.Null(summaries.Of(1));
    }

    [Fact]
    public void Percentiles_AreThoseOfAnHdrHistogram()
    {
        var random = new Random(5);
        var table = new LatencyTable(1000, 1 << 17);
        var histograms = Enumerable.Range(0, 50).Select(_ => new LongHistogram(LatencyBucket.MaxNs, 2)).ToArray();
        for (int i = 0; i < 50_000; i++)
        {
            int key = random.Next(histograms.Length);
            long ns = (long)Math.Pow(10, random.NextDouble() * (key < 40 ? 1 + (key / 4.0) : 2));
            table.Add((ulong)key << 20, ns);
            histograms[key].RecordValue(ns);
        }

        var summaries = new LatencySummaries();
        summaries.Read(table);
        for (int key = 0; key < histograms.Length; key++)
        {
            LatencySummary summary = Assert.NotNull(summaries.Of((ulong)key << 20));
            Assert.Equal(Math.Min(summary.MaxNs, histograms[key].GetValueAtPercentile(50)), summary.P50Ns);
            Assert.Equal(Math.Min(summary.MaxNs, histograms[key].GetValueAtPercentile(99)), summary.P99Ns);
        }
    }

    [Fact]
    public void BeyondTheBound_KeysAreLeftOutAndSumsStayExact()
    {
        var table = new LatencyTable(maxKeys: 2, maxBuckets: 2);
        table.Add(1, 10);
        table.Add(1, 1000);
        table.Add(1, 100_000);
        table.Add(2, 5);
        table.Add(3, 7);
        Assert.True(table.IsTruncated);
        var summaries = new LatencySummaries();
        summaries.Read(table);
        Assert.Equal(101_010, Assert.NotNull(summaries.Of(1)).TotalNs);
        Assert.Equal(5, Assert.NotNull(summaries.Of(2)).MaxNs);
        Assert.Null(summaries.Of(3));
    }

    private static void Near(long expected, long actual) => Assert.InRange(actual, expected * 0.99, expected * 1.01);
}
