using System.Collections.Immutable;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>The measures of one trace: each has its slot from the first time that it is watched. Immutable; a change makes another.</summary>
internal sealed class MeasureSlots
{
    private readonly int _keysAtMost;
    private readonly ImmutableArray<string> _nests;

    private MeasureSlots(ImmutableArray<MeasureSlot> all, ImmutableArray<MeasureSlot> watched, ImmutableArray<string> nests, int keysAtMost) =>
        (All, Watched, _nests, _keysAtMost) = (all, watched, nests, keysAtMost);

    /// <summary>All that were ever watched, by index; of breakdowns those that no other took the place of.</summary>
    public ImmutableArray<MeasureSlot> All { get; }

    /// <summary>Those that are measured now.</summary>
    public ImmutableArray<MeasureSlot> Watched { get; }

    /// <summary>No measures.</summary>
    /// <param name="keysAtMost">Text keys of one measure.</param>
    public static MeasureSlots None(int keysAtMost) => new([], [], [], keysAtMost);

    /// <summary>Measures these from now on.</summary>
    /// <param name="measures">Each once, or more often.</param>
    /// <param name="mayReplace">Whether nothing is under way any more of what is not watched, so that breakdowns of before can make room.</param>
    public MeasureSlots Watch(IEnumerable<Measure> measures, bool mayReplace = false)
    {
        ImmutableArray<MeasureSlot> all = All;
        ImmutableArray<string> nests = _nests;
        List<MeasureSlot> watched = [];
        foreach (Measure measure in measures.Distinct())
        {
            watched.Add(SlotOf(measure));
        }

        return new MeasureSlots(all, [.. watched], nests, _keysAtMost);

        MeasureSlot SlotOf(Measure measure)
        {
            if (all.FirstOrDefault(known => known.Measure == measure) is MeasureSlot known)
            {
                return known;
            }

            if (measure.Nest is string nest && !nests.Contains(nest))
            {
                nests = nests.Add(nest);
            }

            MeasureSlot? of = measure.Of is null ? null : SlotOf(measure.Of);
            int free = mayReplace ? all.FirstOrDefault(old => old.Of is not null && !Watched.Contains(old) && !watched.Contains(old))?.Index ?? all.Length : all.Length;
            var slot = new MeasureSlot(free, measure, _keysAtMost, measure.Nest is null ? -1 : nests.IndexOf(measure.Nest), of);
            all = free == all.Length ? all.Add(slot) : all.SetItem(free, slot);
            return slot;
        }
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
                if (!rule.IsAbout(format))
                {
                    continue;
                }

                if (BoundRule.TryBind(slot, rule, format, longSizeBytes, bigEndian, out BoundRule? fits, out string fault))
                {
                    bound.Add(fits!);
                }
                else if (!rule.IsOfSeveral)
                {
                    faults.Add($"{slot.Measure.Id}: {fault}");
                }
            }
        }

        return [.. bound];
    }
}
