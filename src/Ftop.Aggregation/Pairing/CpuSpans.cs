using System.Collections.Immutable;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Pairing;

/// <summary>Of each measure that is matched by CPU the span that is open on one CPU. Other CPUs have no part in it, so it needs no order of time among them.</summary>
/// <param name="cpuIndex">The CPU.</param>
internal sealed class CpuSpans(int cpuIndex)
{
    private Span[] _bySlot = [];
    private CpuNest?[] _nests = [];

    /// <summary>Takes a begin, an end or a release; the duration of a span that ends goes to <paramref name="tables"/>.</summary>
    /// <param name="rule">Whose event it was.</param>
    /// <param name="match">Fields that must be the same; 0 where the CPU is all.</param>
    /// <param name="key">Of the row; null where the event does not tell it.</param>
    /// <param name="timestamp">Trace clock, ns.</param>
    /// <param name="pid">The task that it happened in.</param>
    /// <param name="tables">Of this CPU.</param>
    public void Take(BoundRule rule, ulong match, ulong? key, ulong timestamp, int pid, MeasureTables tables)
    {
        int slot = rule.Slot.Index;
        if (rule.Slot.Nest >= 0)
        {
            NestOf(rule.Slot.Nest).Take(rule, key, timestamp, tables);
            return;
        }

        if (slot >= _bySlot.Length)
        {
            Array.Resize(ref _bySlot, slot + 1);
        }

        ref Span open = ref _bySlot[slot];
        if (rule.Part == RulePart.Begin)
        {
            tables[slot].Unpaired += open.IsOpen ? 1 : 0;
            open = new Span(key ?? 0, match, timestamp, timestamp, pid, IsOpen: true, rule.Slot.Measure.SharesTime);
            return;
        }

        if (rule.Part == RulePart.End && open.IsOpen && open.Match == match && timestamp >= open.Timestamp)
        {
            MeasureCounts counts = tables[slot];
            counts.Latencies.Add(key ?? open.Key, (long)(timestamp - open.Timestamp), new SpanPlace(open.Timestamp, open.Pid, pid, (ushort)cpuIndex, (ushort)cpuIndex));
            open.ShareOut(timestamp, counts);
        }

        open = default;
    }

    /// <summary>Events of this CPU were lost: what is open may have ended unseen.</summary>
    public void Invalidate(MeasureTables tables)
    {
        for (int slot = 0; slot < _bySlot.Length; slot++)
        {
            if (_bySlot[slot].IsOpen)
            {
                tables[slot].Unpaired++;
                _bySlot[slot] = default;
            }
        }

        foreach (CpuNest? nest in _nests)
        {
            nest?.Invalidate();
        }
    }

    /// <summary>Forgets spans of measures that nobody watches: what ends meanwhile is not seen to end.</summary>
    public void Keep(ImmutableArray<MeasureSlot> watched)
    {
        for (int slot = 0; slot < _bySlot.Length; slot++)
        {
            if (_bySlot[slot].IsOpen && !Has(watched, slot))
            {
                _bySlot[slot] = default;
            }
        }

        for (int nest = 0; nest < _nests.Length; nest++)
        {
            if (!HasNest(watched, nest))
            {
                _nests[nest] = null;
            }
        }
    }

    private static bool Has(ImmutableArray<MeasureSlot> watched, int slot)
    {
        foreach (MeasureSlot kept in watched)
        {
            if (kept.Index == slot)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasNest(ImmutableArray<MeasureSlot> watched, int nest)
    {
        foreach (MeasureSlot kept in watched)
        {
            if (kept.Nest == nest)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds the open spans of a slot by key, and their time so far where the measure shares it out.</summary>
    /// <param name="slot">The measure's.</param>
    /// <param name="until">End of the window by the trace clock.</param>
    /// <param name="counts">The measure's, of this window.</param>
    public void EndWindow(MeasureSlot slot, ulong until, MeasureCounts counts)
    {
        if (slot.Index < _bySlot.Length && _bySlot[slot.Index].IsOpen)
        {
            counts.Open.Add(_bySlot[slot.Index].Key, 1);
            _bySlot[slot.Index].ShareOut(until, counts);
        }
    }

    /// <summary>Adds the time so far of what is open in nests.</summary>
    public void EndWindow(ulong until, MeasureTables tables)
    {
        foreach (CpuNest? nest in _nests)
        {
            nest?.ShareOut(until, tables);
        }
    }

    private CpuNest NestOf(int nest)
    {
        if (nest >= _nests.Length)
        {
            Array.Resize(ref _nests, nest + 1);
        }

        return _nests[nest] ??= new CpuNest();
    }

    private record struct Span(ulong Key, ulong Match, ulong Timestamp, ulong SharedUntil, int Pid, bool IsOpen, bool SharesTime)
    {
        public void ShareOut(ulong until, MeasureCounts counts)
        {
            if (SharesTime && until > SharedUntil)
            {
                counts.Within.Add(Key, (long)(until - SharedUntil));
                SharedUntil = until;
            }
        }
    }
}
