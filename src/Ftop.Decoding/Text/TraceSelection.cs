using Ftop.Decoding.Filters;

namespace Ftop.Decoding.Text;

/// <summary>Which events of a recording are wanted.</summary>
public sealed record TraceSelection
{
    /// <summary>The kernel's numbers of the CPUs, as <c>per_cpu/cpuN/trace</c> chooses one; null for all.</summary>
    public IReadOnlySet<int>? Cpus { get; init; }

    /// <summary>Events that one of these is for; empty for all.</summary>
    public IReadOnlyList<EventFilter> Filters { get; init; } = [];

    internal BoundFilters? Bind(TraceTextInput input) => Filters.Count == 0 ? null : new BoundFilters(Filters, input);
}
