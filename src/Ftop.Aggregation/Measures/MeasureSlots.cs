using System.Collections.Immutable;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>The measures of one trace: each has its slot from the first time that it is watched. Immutable; a change makes another.</summary>
internal sealed class MeasureSlots
{
    private readonly int _keysAtMost;

    private MeasureSlots(ImmutableArray<MeasureSlot> all, ImmutableArray<MeasureSlot> watched, int keysAtMost) =>
        (All, Watched, _keysAtMost) = (all, watched, keysAtMost);

    /// <summary>All that were ever watched, by index.</summary>
    public ImmutableArray<MeasureSlot> All { get; }

    /// <summary>Those that are measured now.</summary>
    public ImmutableArray<MeasureSlot> Watched { get; }

    /// <summary>No measures.</summary>
    /// <param name="keysAtMost">Text keys of one measure.</param>
    public static MeasureSlots None(int keysAtMost) => new([], [], keysAtMost);

    /// <summary>Measures these from now on.</summary>
    public MeasureSlots Watch(IEnumerable<Measure> measures)
    {
        ImmutableArray<MeasureSlot> all = All;
        List<MeasureSlot> watched = [];
        foreach (Measure measure in measures)
        {
            MeasureSlot? slot = all.FirstOrDefault(known => known.Measure == measure);
            if (slot is null)
            {
                slot = new MeasureSlot(all.Length, measure, _keysAtMost);
                all = all.Add(slot);
            }

            watched.Add(slot);
        }

        return new MeasureSlots(all, [.. watched], _keysAtMost);
    }

    /// <summary>The rules that are about an event.</summary>
    /// <param name="format">The event.</param>
    /// <param name="longSizeBytes">The traced kernel's long.</param>
    /// <param name="bigEndian">Its byte order.</param>
    /// <param name="faults">Takes a line for each rule that does not fit the event of this kernel, and is left out.</param>
    public BoundRule[] Bind(EventFormat format, int longSizeBytes, bool bigEndian, List<string> faults)
    {
        List<BoundRule> bound = [];
        foreach (MeasureSlot slot in Watched)
        {
            foreach (EventRule rule in slot.Measure.Rules)
            {
                if (!IsAbout(rule, format))
                {
                    continue;
                }

                if (BoundRule.TryBind(slot, rule, format, longSizeBytes, bigEndian, out BoundRule? fits, out string fault))
                {
                    bound.Add(fits!);
                }
                else
                {
                    faults.Add($"{slot.Measure.Id}: {fault}");
                }
            }
        }

        return [.. bound];
    }

    private static bool IsAbout(EventRule rule, EventFormat format) => rule.Name == format.Name && rule.System == format.System;
}
