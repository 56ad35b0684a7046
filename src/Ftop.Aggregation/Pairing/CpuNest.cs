using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Pairing;

/// <summary>
/// What a CPU is at, by measures that nest: a task, an interrupt in it, a softirq. All of its time from the first event on is shared out among them; the time of
/// what is at a lower level stands still. At each level one span is open at most.
/// </summary>
internal sealed class CpuNest
{
    private const int Levels = 5;

    private readonly Span[] _open = new Span[Levels];
    private ulong _sharedUntil;

    /// <summary>Takes a begin or an end.</summary>
    /// <param name="rule">Whose event it was.</param>
    /// <param name="key">Of the row; null where the event does not tell it.</param>
    /// <param name="timestamp">Trace clock, ns.</param>
    /// <param name="tables">Of this CPU.</param>
    public void Take(BoundRule rule, ulong? key, ulong timestamp, MeasureTables tables)
    {
        int level = Math.Clamp(rule.Level, 0, Levels - 1);
        ref Span open = ref _open[level];
        if (rule.Part != RulePart.Begin)
        {
            if (open.IsOpen && open.Slot == rule.Slot.Index)
            {
                ShareOut(timestamp, tables);
                open = default;
            }

            return;
        }

        var span = new Span(key ?? 0, rule.Slot.Index, IsOpen: true);
        if (!rule.IsHint || !open.IsOpen)
        {
            ShareOut(timestamp, tables);
            open = span;
        }
    }

    /// <summary>Adds the time since the last event to what the CPU is at.</summary>
    public void ShareOut(ulong until, MeasureTables tables)
    {
        if (until <= _sharedUntil)
        {
            return;
        }

        for (int level = Levels - 1; level >= 0; level--)
        {
            if (_open[level].IsOpen)
            {
                tables[_open[level].Slot].Within.Add(_open[level].Key, (long)(until - _sharedUntil));
                break;
            }
        }

        _sharedUntil = until;
    }

    /// <summary>What the CPU is at is not known any more.</summary>
    public void Invalidate() => Array.Clear(_open);

    private readonly record struct Span(ulong Key, int Slot, bool IsOpen);
}
