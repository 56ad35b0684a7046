using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation;

/// <summary>
/// What all CPUs counted during one window. Belongs to its <see cref="TraceAggregator"/> and is valid until that is called again: the tables are
/// large and live as long as the program.
/// </summary>
internal sealed class WindowDelta : TraceCounts
{
    /// <summary>System calls of all ABIs, with room for numbers that no table has.</summary>
    public const int SystemCallKeys = 1 << 12;

    private readonly List<KeyCount> _scratch = [];

    public WindowDelta(AggregationLimits limits, int cpus)
        : base(limits.Keys, limits.SketchKeys, SystemCallKeys, limits.LatencyBuckets) => Cpus = new CpuCounts[cpus];

    /// <summary>By CPU index.</summary>
    public CpuCounts[] Cpus { get; }

    /// <summary>Calls whose duration, or functions whose own time, stays unknown, since events were lost while they ran.</summary>
    public long Unpaired { get; set; }

    /// <summary>System calls that returned without having been seen to begin: before they were traced, or in another task.</summary>
    public long ExitsWithoutEnter { get; set; }

    /// <summary>Calls that have begun and not returned, by call.</summary>
    public CountTable InProgress { get; } = new(SystemCallKeys, sketchKeys: 0);

    /// <summary>Adds one CPU's counts; null for a CPU that wrote nothing so far.</summary>
    public void Add(int cpuIndex, CpuAccumulator? counts, long overrun, long dropped)
    {
        Cpus[cpuIndex] = new CpuCounts(counts?.Events ?? 0, counts?.Missed ?? 0, counts?.IsMissedUnknown ?? false, overrun, dropped);
        if (counts is not null)
        {
            AddAll(counts, _scratch);
            Measures.NoteBusiest(counts.Measures, cpuIndex);
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Array.Clear(Cpus);
        Unpaired = ExitsWithoutEnter = 0;
        InProgress.Clear();
    }
}
