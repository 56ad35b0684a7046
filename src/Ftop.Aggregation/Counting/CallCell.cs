using System.Runtime.CompilerServices;

namespace Ftop.Aggregation.Counting;

/// <summary>
/// One system call of the machine's own ABI on one CPU, at the place of its number: what is counted millions of times a second needs no look-up.
/// </summary>
internal struct CallCell
{
    /// <summary>Buckets kept here: of durations below 2,048 ns, as all are that are paired on their CPU.</summary>
    public const int ShortBuckets = 4 << 8;

    private const long FrequentCalls = 4096;

    public long Calls;
    public long Samples;
    public long TotalNs;
    public long MaxNs;

    /// <summary>When the longest began, trace clock.</summary>
    public ulong WorstBegin;

    /// <summary>The task that called it.</summary>
    public int WorstPid;

    /// <summary>By <see cref="LatencyBucket"/>; null until the call is frequent.</summary>
    public uint[]? Buckets;

    /// <summary>
    /// Adds a duration of at most 2 µs. False for a call that is not frequent in this window, which has no buckets here: they would be 4 KiB a call and CPU,
    /// and a look-up costs nothing where there are few.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(int ns, ulong begin, int pid)
    {
        uint[]? buckets = Buckets;
        if (buckets is null && (buckets = TakeBuckets()) is null)
        {
            return false;
        }

        if (ns > MaxNs || Samples == 0)
        {
            (MaxNs, WorstBegin, WorstPid) = (ns, begin, pid);
        }

        Samples++;
        TotalNs += ns;
        buckets[LatencyBucket.Of(ns)]++;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint[]? TakeBuckets() => Calls < FrequentCalls ? null : Buckets = new uint[ShortBuckets];
}
