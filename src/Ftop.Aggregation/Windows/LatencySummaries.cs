using Ftop.Aggregation.Counting;
using HdrHistogram;

namespace Ftop.Aggregation.Windows;

/// <summary>Reads percentiles off a <see cref="LatencyTable"/>: one key's buckets at a time go through one HdrHistogram, which is used again and again.</summary>
internal sealed class LatencySummaries
{
    private const int SignificantDigits = 2;

    private readonly LongHistogram _histogram = new(LatencyBucket.MaxNs, SignificantDigits);
    private readonly Dictionary<ulong, LatencyCounts> _counts = [];
    private readonly Dictionary<ulong, LatencySummary> _summaries = [];
    private readonly List<KeyCount> _buckets = [];

    /// <summary>Summarises all keys that have durations.</summary>
    public void Read(LatencyTable table)
    {
        _summaries.Clear();
        _counts.Clear();
        table.ReadBuckets(_buckets);
        _buckets.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        int bucketIndex = 0;
        for (int i = 0; i < table.Entries.Length; i++)
        {
            ref readonly LatencyCounts counts = ref table.Entries[i];
            _counts.Add(counts.Key, counts);
            if (counts.Samples == 0)
            {
                continue;
            }

            _histogram.Reset();
            for (; bucketIndex < _buckets.Count && (int)(_buckets[bucketIndex].Key >> LatencyBucket.Bits) == i; bucketIndex++)
            {
                int bucket = (int)(_buckets[bucketIndex].Key & ((1 << LatencyBucket.Bits) - 1));
                _histogram.RecordValueWithCount(LatencyBucket.MiddleNs(bucket), _buckets[bucketIndex].Count);
            }

            _summaries.Add(counts.Key, new LatencySummary(
                counts.Samples, counts.TotalNs, Percentile(50, counts.MaxNs), Percentile(99, counts.MaxNs), counts.MaxNs));
        }
    }

    /// <summary>The durations of a key's calls that ended in the window; null if none did.</summary>
    public LatencySummary? Of(ulong key) => _summaries.TryGetValue(key, out LatencySummary summary) ? summary : null;

    /// <summary>The key's time without callees; null if none is known.</summary>
    public long? SelfNsOf(ulong key) => _counts.TryGetValue(key, out LatencyCounts counts) ? counts.SelfNs : null;

    // Of a histogram without values it is 0: buckets that did not fit. The maximum is exact, the bucket is not.
    private long Percentile(double percent, long maxNs) =>
        _histogram.TotalCount == 0 ? maxNs : Math.Min(_histogram.GetValueAtPercentile(percent), maxNs);
}
