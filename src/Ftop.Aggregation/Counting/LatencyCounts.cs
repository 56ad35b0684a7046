namespace Ftop.Aggregation.Counting;

/// <summary>Durations of one key: of calls that ended.</summary>
internal struct LatencyCounts
{
    public ulong Key;
    public long Samples;
    public long TotalNs;
    public long MaxNs;

    /// <summary>Time without callees, of the calls for which it is known; 0 where calls do not nest.</summary>
    public long SelfNs;
}
