using System.Collections.Immutable;

namespace Ftop.Tracefs.Control;

/// <summary>How a buffer of the kernel is to be set up; what was not asked for is null or empty.</summary>
public sealed record TraceRequest
{
    /// <summary>Trace clock, as in <c>trace_clock</c>; null for the best that there is.</summary>
    public string? Clock { get; init; }

    /// <summary>Ring buffer per CPU in KiB; null lets it follow the rate.</summary>
    public int? BufferSizeKb { get; init; }

    /// <summary>CPUs to trace (<c>tracing_cpumask</c>), ascending; empty for all.</summary>
    public ImmutableArray<int> Cpus { get; init; } = [];

    /// <summary>Globs for <c>set_ftrace_filter</c>.</summary>
    public ImmutableArray<string> Functions { get; init; } = [];

    /// <summary>Globs for <c>set_ftrace_notrace</c>.</summary>
    public ImmutableArray<string> NotraceFunctions { get; init; } = [];

    /// <summary>Globs for <c>set_graph_function</c>.</summary>
    public ImmutableArray<string> GraphFunctions { get; init; } = [];

    /// <summary>Times of function_graph have sleeping in them.</summary>
    public bool IsWallTime { get; init; }

    /// <summary>Children of the pids that are followed are followed too.</summary>
    public bool FollowsChildren { get; init; }
}
