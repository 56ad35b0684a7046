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
    public void Take(in PairRecord record, MeasureCounts counts)
    {
        switch (SpanRecord.Part(record))
        {
            case RulePart.Begin:
                Begin(record, counts);
                break;
            case RulePart.End:
                End(record, counts);
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

    /// <summary>Counts the open spans by key.</summary>
    public void CountOpen(CountTable into)
    {
        foreach (Span span in _open.Values)
        {
            if (!span.IsHeld)
            {
                into.Add(span.Key, 1);
            }
        }
    }

    private void Begin(in PairRecord record, MeasureCounts counts)
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
            span = new Span(record.Key, record.Timestamp, IsHeld: false);
        }
    }

    private void End(in PairRecord record, MeasureCounts counts)
    {
        ulong match = SpanRecord.Match(record);
        if (_open.Remove(match, out Span span) && !span.IsHeld && record.Timestamp >= span.Timestamp)
        {
            counts.Latencies.Add(SpanRecord.HasKey(record) ? record.Key : span.Key, (long)(record.Timestamp - span.Timestamp));
        }

        if (SpanRecord.Holds(record) && _open.Count < spansAtMost)
        {
            _open[match] = new Span(0, record.Timestamp, IsHeld: true);
        }
    }

    private readonly record struct Span(ulong Key, ulong Timestamp, bool IsHeld);
}
