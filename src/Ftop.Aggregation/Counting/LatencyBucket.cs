using System.Numerics;

namespace Ftop.Aggregation.Counting;

/// <summary>
/// The log-linear scale of an HdrHistogram with two significant digits: 128 equal steps per power of two (each ns apart below 256), so that a
/// value is known within 0.4 %. A bucket is an int of <see cref="Bits"/> bits, so that a table can hold the buckets of many histograms.
/// </summary>
internal static class LatencyBucket
{
    /// <summary>Bits of a bucket.</summary>
    public const int Bits = 14;

    /// <summary>Longest duration told apart: an hour.</summary>
    public const long MaxNs = 3_600_000_000_000;

    private const int StepBits = 8;

    /// <summary>All buckets are below this.</summary>
    public static int Count { get; } = Of(MaxNs) + 1;

    /// <summary>The bucket of a duration; negative ones count as 0, longer ones as <see cref="MaxNs"/>.</summary>
    public static int Of(long ns)
    {
        ulong value = (ulong)Math.Clamp(ns, 0, MaxNs);
        int shift = Math.Max(0, 64 - StepBits - BitOperations.LeadingZeroCount(value));
        return (shift << StepBits) | (int)(value >> shift);
    }

    /// <summary>The longest duration of a bucket.</summary>
    public static long HighestNs(int bucket)
    {
        int shift = bucket >> StepBits;
        return (((bucket & ((1 << StepBits) - 1)) + 1L) << shift) - 1;
    }
}
