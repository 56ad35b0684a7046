using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Windows;

/// <summary>How long the calls, or the spans, of one row took, each of them: read when somebody looks at it. Good for as long as its window is.</summary>
public readonly struct Durations
{
    private readonly LatencyTable? _table;
    private readonly ulong _key;

    internal Durations(LatencyTable table, ulong key) => (_table, _key) = (table, key);

    /// <summary>Durations that are given.</summary>
    public static Durations Of(params IEnumerable<long> ns)
    {
        ArgumentNullException.ThrowIfNull(ns);
        var table = new LatencyTable(maxKeys: 1, maxBuckets: 1 << LatencyBucket.Bits);
        foreach (long duration in ns)
        {
            table.Add(0, duration);
        }

        return new Durations(table, 0);
    }

    /// <summary>Adds them to a histogram.</summary>
    /// <param name="steps">Counts by step of <see cref="DurationScale"/>.</param>
    public void AddTo(Span<long> steps)
    {
        if (_table is not null && _table.IndexOf(_key) is int entry and >= 0)
        {
            for (int bucket = 0; bucket < LatencyBucket.Count; bucket++)
            {
                long count = _table.CountOf(entry, bucket);
                if (count != 0)
                {
                    steps[DurationScale.StepOf(LatencyBucket.HighestNs(bucket))] += count;
                }
            }
        }
    }
}
