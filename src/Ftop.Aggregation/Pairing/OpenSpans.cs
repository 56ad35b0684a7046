using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Pairing;

/// <summary>The spans of one measure that have begun, by their match, and what becomes of them. Fed in the order of time.</summary>
/// <param name="spansAtMost">Open at the same time; what begins beyond is unpaired.</param>
internal sealed class OpenSpans(int spansAtMost)
{
    private readonly Dictionary<ulong, Span> _open = [];

    /// <summary>Takes a begin, an end or a release; the duration of a span that ends goes to <paramref name="counts"/>.</summary>
    public void Take(in PairRecord record, int cpuIndex, MeasureCounts counts)
    {
        switch (SpanRecord.Part(record))
        {
            case RulePart.Begin:
                Begin(record, cpuIndex, counts);
                break;
            case RulePart.End:
                End(record, cpuIndex, counts);
                break;
            default:
                _open.Remove(SpanRecord.Match(record));
                break;
        }
    }

    /// <summary>Events were lost: what is open may have ended unseen.</summary>
    /// <returns>Spans that are given up.</returns>
    public int Invalidate()
    {
        int lost = 0;
        foreach (Span span in _open.Values)
        {
            lost += span.IsHeld ? 0 : 1;
        }

        _open.Clear();
        return lost;
    }

    /// <summary>Counts the open spans by key, and adds their time so far where it is shared out.</summary>
    /// <param name="until">End of the window by the trace clock.</param>
    /// <param name="counts">Of the window.</param>
    public void EndWindow(ulong until, MeasureCounts counts)
    {
        foreach (ulong match in _open.Keys)
        {
            ref Span span = ref CollectionsMarshal.GetValueRefOrNullRef(_open, match);
            if (!span.IsHeld)
            {
                counts.Open.Add(span.Key, 1);
                ShareOut(ref span, until, counts);
            }
        }
    }

    private void Begin(in PairRecord record, int cpuIndex, MeasureCounts counts)
    {
        ulong match = SpanRecord.Match(record);
        if (_open.Count >= spansAtMost && !_open.ContainsKey(match))
        {
            counts.Unpaired++;
            return;
        }

        ref Span span = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, match, out bool isOpen);
        if (!isOpen || !span.IsHeld)
        {
            span = new Span(record.Key, record.Timestamp, record.Timestamp, record.Pid, (ushort)cpuIndex, SpanRecord.SharesTime(record), IsHeld: false);
        }
    }

    private void End(in PairRecord record, int cpuIndex, MeasureCounts counts)
    {
        ulong match = SpanRecord.Match(record);
        if (_open.Remove(match, out Span span) && !span.IsHeld && record.Timestamp >= span.Timestamp)
        {
            ulong key = SpanRecord.HasKey(record) ? record.Key : span.Key;
            counts.Latencies.Add(key, (long)(record.Timestamp - span.Timestamp), new SpanPlace(span.Timestamp, span.Pid, record.Pid, span.Cpu, (ushort)cpuIndex));
            ShareOut(ref span, record.Timestamp, counts);
        }

        if (SpanRecord.Holds(record) && _open.Count < spansAtMost)
        {
            _open[match] = new Span(0, record.Timestamp, record.Timestamp, record.Pid, (ushort)cpuIndex, SharesTime: false, IsHeld: true);
        }
    }

    private static void ShareOut(ref Span span, ulong until, MeasureCounts counts)
    {
        if (span.SharesTime && until > span.SharedUntil)
        {
            counts.Within.Add(span.Key, (long)(until - span.SharedUntil));
            span.SharedUntil = until;
        }
    }

    private record struct Span(ulong Key, ulong Timestamp, ulong SharedUntil, int Pid, ushort Cpu, bool SharesTime, bool IsHeld);
}
