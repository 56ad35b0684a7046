using Ftop.Aggregation.Counting;
using HdrHistogram;

namespace Ftop.Aggregation.Windows;

/// <summary>Reads percentiles off a <see cref="LatencyTable"/>: one key's buckets at a time go through one HdrHistogram, which is used again and again.</summary>
internal sealed class LatencySummaries
{
    private const int SignificantDigits = 2;

    private readonly LongHistogram _histogram = new(LatencyBucket.MaxNs, SignificantDigits);
    private readonly List<KeyCount> _buckets = [];
    private LatencyTable? _table;

    /// <summary>Takes durations from here until the next call; the table must not change before.</summary>
    public void Read(LatencyTable table)
    {
        _table = table;
        table.ReadBuckets(_buckets);
        _buckets.Sort(ByKey.Instance);
    }

    /// <summary>The durations of a key's calls that ended in the window; null if none did.</summary>
    public LatencySummary? Of(ulong key)
    {
        int entry = _table?.IndexOf(key) ?? -1;
        if (entry < 0 || _table!.Entries[entry].Samples == 0)
        {
            return null;
        }

        _histogram.Reset();
        ulong first = (ulong)entry << LatencyBucket.Bits;
        for (int i = FirstBucket(first); i < _buckets.Count && _buckets[i].Key >> LatencyBucket.Bits == (ulong)entry; i++)
        {
            _histogram.RecordValueWithCount(LatencyBucket.MiddleNs((int)(_buckets[i].Key - first)), _buckets[i].Count);
        }

        LatencyCounts counts = _table.Entries[entry];
        return new LatencySummary(counts.Samples, counts.TotalNs, Percentile(50, counts.MaxNs), Percentile(99, counts.MaxNs), counts.MaxNs);
    }

    /// <summary>The key's time without callees; null if it has no durations.</summary>
    public long? SelfNsOf(ulong key)
    {
        int entry = _table?.IndexOf(key) ?? -1;
        return entry < 0 ? null : _table!.Entries[entry].SelfNs;
    }

    private int FirstBucket(ulong key)
    {
        int index = _buckets.BinarySearch(new KeyCount(key, 0), ByKey.Instance);
        return index < 0 ? ~index : index;
    }

    // Of a histogram without values it is 0: buckets that did not fit. The maximum is exact, the bucket is not.
    private long Percentile(double percent, long maxNs) =>
        _histogram.TotalCount == 0 ? maxNs : Math.Min(_histogram.GetValueAtPercentile(percent), maxNs);

    private sealed class ByKey : IComparer<KeyCount>
    {
        public static ByKey Instance { get; } = new();

        public int Compare(KeyCount x, KeyCount y) => x.Key.CompareTo(y.Key);
    }
}
