using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Pairing;

namespace Ftop.Aggregation;

/// <summary>Applies the rules of measures to one event: counts it, sums it up, and hands begins and ends on to be paired.</summary>
internal static class RuleCounter
{
    /// <summary>Applies all rules of an event's type, in their order.</summary>
    /// <param name="rules">Of the event's type.</param>
    /// <param name="record">From <c>common_type</c> on.</param>
    /// <param name="pid">Its task.</param>
    /// <param name="timestamp">Trace clock.</param>
    /// <param name="feed">Its CPU.</param>
    /// <param name="counts">Of this CPU and window.</param>
    /// <param name="isTimed">Whether the clock has ns, so that there are durations.</param>
    public static void Count(BoundRule[] rules, scoped ReadOnlySpan<byte> record, int pid, ulong timestamp, CpuFeed feed, CpuAccumulator counts, bool isTimed)
    {
        foreach (BoundRule rule in rules)
        {
            if (rule.IsAbout(record, timestamp, feed.Cpu)
                && (!TryCount(rule, record, feed.Cpu, counts, out ulong? key) || (isTimed && !TryTime(rule, record, pid, timestamp, key, feed, counts))))
            {
                counts.ShortRecords++;
            }
        }
    }

    // False where the record is too short for it.
    private static bool TryCount(BoundRule rule, scoped ReadOnlySpan<byte> record, int cpu, CpuAccumulator counts, out ulong? key)
    {
        key = null;
        if (rule.Key is not KeyLayout layout)
        {
            return true;
        }

        if (!layout.TryRead(record, cpu, rule.Slot.Interner, out ulong read))
        {
            return false;
        }

        key = read;
        if (rule.IsCounted)
        {
            MeasureCounts measure = counts.Measures[rule.Slot.Index];
            measure.Counts.Add(read, 1);
            if (rule.TryReadSum(record, out long sum) && sum > 0)
            {
                measure.Sums.Add(read, sum);
            }
        }

        return true;
    }

    private static bool TryTime(BoundRule rule, scoped ReadOnlySpan<byte> record, int pid, ulong timestamp, ulong? key, CpuFeed feed, CpuAccumulator counts)
    {
        if (rule.Part == RulePart.Count)
        {
            return true;
        }

        if (rule.Part == RulePart.Duration)
        {
            bool isRead = rule.TryReadDuration(record, out long durationNs);
            if (isRead)
            {
                counts.Measures[rule.Slot.Index].Latencies.Add(key ?? 0, durationNs);
            }

            return isRead;
        }

        if (!rule.TryReadMatch(record, pid, feed.CpuIndex, out ulong match))
        {
            return false;
        }

        if (rule.Slot.Measure.IsByCpu)
        {
            feed.Pairing.CpuSpans.Take(rule, match, key, timestamp, pid, counts.Measures);
        }
        else
        {
            feed.Pairing.Span(SpanRecord.Of(timestamp, rule, match, key, pid), rule.Slot.PairsOnCpu, counts);
        }

        return true;
    }
}
