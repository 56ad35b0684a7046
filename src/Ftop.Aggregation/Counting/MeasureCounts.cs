using System.Runtime.InteropServices;

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

    /// <summary>Time of spans that lies in the window, by key, ns; of measures that share it out.</summary>
    public CountTable Within { get; } = new(keys, sketchKeys: 0);

    /// <summary>Of all CPUs the one that spent most time on a key; of a window alone.</summary>
    public Dictionary<ulong, BusiestCpu> Busiest { get; } = [];

    /// <summary>Spans that are open at the end of a window, by key; of a window alone.</summary>
    public CountTable Open { get; } = new(keys, sketchKeys: 0);

    /// <summary>Spans whose begin or end was lost.</summary>
    public long Unpaired { get; set; }

    /// <summary>Whether a table has reached its bound.</summary>
    public bool IsTruncated => Counts.IsTruncated || Sums.IsTruncated || Within.IsTruncated || Latencies.IsTruncated;

    /// <summary>Adds all of <paramref name="other"/>.</summary>
    public void AddAll(MeasureCounts other, List<KeyCount> scratch)
    {
        Counts.AddAll(other.Counts, scratch);
        Sums.AddAll(other.Sums, scratch);
        Latencies.AddAll(other.Latencies, scratch);
        Within.AddAll(other.Within, scratch);
        Open.AddAll(other.Open, scratch);
        Unpaired += other.Unpaired;
    }

    /// <summary>Notes the keys of which this CPU is the busiest so far.</summary>
    public void NoteBusiest(MeasureCounts ofCpu, int cpuIndex)
    {
        foreach (ref readonly LatencyCounts entry in ofCpu.Latencies.Entries)
        {
            ref BusiestCpu busiest = ref CollectionsMarshal.GetValueRefOrAddDefault(Busiest, entry.Key, out bool isKnown);
            if (!isKnown || entry.TotalNs > busiest.Ns)
            {
                busiest = new BusiestCpu(cpuIndex, entry.TotalNs);
            }
        }
    }

    /// <summary>Forgets all counts; keeps the memory.</summary>
    public void Clear()
    {
        Counts.Clear();
        Sums.Clear();
        Latencies.Clear();
        Within.Clear();
        Busiest.Clear();
        Open.Clear();
        Unpaired = 0;
    }
}

/// <summary>The CPU that spent most time on something.</summary>
/// <param name="CpuIndex">Its index.</param>
/// <param name="Ns">How much.</param>
internal readonly record struct BusiestCpu(int CpuIndex, long Ns);
