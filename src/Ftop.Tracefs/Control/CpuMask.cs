using System.Collections.Immutable;

namespace Ftop.Tracefs;

/// <summary><c>tracing_cpumask</c>: on which CPUs events are recorded.</summary>
public sealed class CpuMask
{
    private readonly ControlFile _file;

    internal CpuMask(ControlFile file) => _file = file;

    /// <summary>Records only on these CPUs.</summary>
    /// <exception cref="TracefsException">EINVAL: none of them exists.</exception>
    public void Set(ImmutableArray<int> cpus) => _file.Write(CpuList.ToMask(cpus));
}
