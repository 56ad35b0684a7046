using System.Collections.Immutable;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Pairing;

/// <summary>Of each measure that is matched by CPU the span that is open on one CPU. Other CPUs have no part in it, so it needs no order of time among them.</summary>
internal sealed class CpuSpans
{
    private Span[] _bySlot = [];

    /// <summary>Takes a begin, an end or a release; the duration of a span that ends goes to <paramref name="tables"/>.</summary>
    /// <param name="rule">Whose event it was.</param>
    /// <param name="match">Fields that must be the same; 0 where the CPU is all.</param>
    /// <param name="key">Of the row; null where the event does not tell it.</param>
    /// <param name="timestamp">Trace clock, ns.</param>
    /// <param name="tables">Of this CPU.</param>
    public void Take(BoundRule rule, ulong match, ulong? key, ulong timestamp, MeasureTables tables)
    {
        int slot = rule.Slot.Index;
        if (slot >= _bySlot.Length)
        {
            Array.Resize(ref _bySlot, slot + 1);
        }

        ref Span open = ref _bySlot[slot];
        if (rule.Part == RulePart.Begin)
        {
            tables[slot].Unpaired += open.IsOpen ? 1 : 0;
            open = new Span(key ?? 0, match, timestamp, IsOpen: true);
            return;
        }

        if (rule.Part == RulePart.End && open.IsOpen && open.Match == match && timestamp >= open.Timestamp)
        {
            tables[slot].Latencies.Add(key ?? open.Key, (long)(timestamp - open.Timestamp));
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

    /// <summary>Adds the open spans of a slot by key.</summary>
    public void CountOpen(int slot, CountTable into)
    {
        if (slot < _bySlot.Length && _bySlot[slot].IsOpen)
        {
            into.Add(_bySlot[slot].Key, 1);
        }
    }

    private readonly record struct Span(ulong Key, ulong Match, ulong Timestamp, bool IsOpen);
}
