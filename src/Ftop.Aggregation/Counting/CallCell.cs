namespace Ftop.Aggregation.Counting;

/// <summary>
/// One system call of the machine's own ABI on one CPU, at the place of its number: what is counted millions of times a second needs no look-up.
/// </summary>
internal struct CallCell
{
    /// <summary>Buckets kept here: of durations below 2,048 ns, as all are that are paired on their CPU.</summary>
    public const int ShortBuckets = 4 << 8;

    public long Calls;
    public long Samples;
    public long TotalNs;
    public long MaxNs;

    /// <summary>By <see cref="LatencyBucket"/>; null until the first duration.</summary>
    public uint[]? Buckets;

    /// <summary>Adds a duration of at most 2 µs.</summary>
    public void Add(int ns)
    {
        Samples++;
        TotalNs += ns;
        MaxNs = Math.Max(MaxNs, ns);
        uint[] buckets = Buckets ??= new uint[ShortBuckets];
        buckets[LatencyBucket.Of(ns)]++;
    }
}
