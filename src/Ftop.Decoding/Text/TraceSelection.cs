namespace Ftop.Decoding.Text;

/// <summary>Which events of a recording are wanted.</summary>
public sealed record TraceSelection
{
    /// <summary>The kernel's numbers of the CPUs, as <c>per_cpu/cpuN/trace</c> chooses one; null for all.</summary>
    public IReadOnlySet<int>? Cpus { get; init; }
}
