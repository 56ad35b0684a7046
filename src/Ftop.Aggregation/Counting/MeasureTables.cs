namespace Ftop.Aggregation.Counting;

/// <summary>The counts of all measures, by slot; a measure that counted nothing has none.</summary>
/// <param name="keys">Rows of one measure.</param>
/// <param name="latencyBuckets">Buckets of all durations of one measure.</param>
internal sealed class MeasureTables(int keys, int latencyBuckets)
{
    private MeasureCounts?[] _bySlot = [];

    /// <summary>Whether a table has reached its bound.</summary>
    public bool IsTruncated => _bySlot.Any(static counts => counts is { IsTruncated: true });

    /// <summary>The counts of a slot; null where there are none.</summary>
    public MeasureCounts? Find(int slot) => (uint)slot < (uint)_bySlot.Length ? _bySlot[slot] : null;

    /// <summary>The counts of a slot.</summary>
    public MeasureCounts this[int slot] => Find(slot) ?? Make(slot);

    /// <summary>Adds all of <paramref name="other"/>.</summary>
    public void AddAll(MeasureTables other, List<KeyCount> scratch)
    {
        for (int slot = 0; slot < other._bySlot.Length; slot++)
        {
            if (other._bySlot[slot] is MeasureCounts counts)
            {
                this[slot].AddAll(counts, scratch);
            }
        }
    }

    /// <summary>Notes for each row the CPU that spent most time on it, before or after all of that CPU's counts are added.</summary>
    public void NoteBusiest(MeasureTables ofCpu, int cpuIndex)
    {
        for (int slot = 0; slot < ofCpu._bySlot.Length; slot++)
        {
            if (ofCpu._bySlot[slot] is MeasureCounts counts)
            {
                this[slot].NoteBusiest(counts, cpuIndex);
            }
        }
    }

    /// <summary>Forgets all counts; keeps the memory.</summary>
    public void Clear()
    {
        foreach (MeasureCounts? counts in _bySlot)
        {
            counts?.Clear();
        }
    }

    private MeasureCounts Make(int slot)
    {
        if (slot >= _bySlot.Length)
        {
            Array.Resize(ref _bySlot, slot + 1);
        }

        return _bySlot[slot] ??= new MeasureCounts(keys, latencyBuckets);
    }
}
