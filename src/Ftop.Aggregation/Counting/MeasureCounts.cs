namespace Ftop.Aggregation.Counting;

/// <summary>What one measure counted: by row how often, how much, how long. Tables are allocated at first use and kept.</summary>
/// <param name="keys">Rows counted exactly.</param>
/// <param name="latencyBuckets">Buckets of all durations.</param>
internal sealed class MeasureCounts(int keys, int latencyBuckets)
{
    /// <summary>Events by key.</summary>
    public CountTable Counts { get; } = new(keys, sketchKeys: 0);

    /// <summary>Their sums by key.</summary>
    public CountTable Sums { get; } = new(keys, sketchKeys: 0);

    /// <summary>Durations by key.</summary>
    public LatencyTable Latencies { get; } = new(keys, latencyBuckets);

    /// <summary>Spans that are open at the end of a window, by key; of a window alone.</summary>
    public CountTable Open { get; } = new(keys, sketchKeys: 0);

    /// <summary>Spans whose begin or end was lost.</summary>
    public long Unpaired { get; set; }

    /// <summary>Whether a table has reached its bound.</summary>
    public bool IsTruncated => Counts.IsTruncated || Sums.IsTruncated || Latencies.IsTruncated;

    /// <summary>Adds all of <paramref name="other"/>.</summary>
    public void AddAll(MeasureCounts other, List<KeyCount> scratch)
    {
        Counts.AddAll(other.Counts, scratch);
        Sums.AddAll(other.Sums, scratch);
        Latencies.AddAll(other.Latencies, scratch);
        Open.AddAll(other.Open, scratch);
        Unpaired += other.Unpaired;
    }

    /// <summary>Forgets all counts; keeps the memory.</summary>
    public void Clear()
    {
        Counts.Clear();
        Sums.Clear();
        Latencies.Clear();
        Open.Clear();
        Unpaired = 0;
    }
}
