using System.Collections.Immutable;

namespace Ftop.Tui;

/// <summary>What is switched on, for the status line.</summary>
public sealed record TracingState
{
    /// <summary>The current tracer, <c>nop</c> for none.</summary>
    public required string Tracer { get; init; }

    /// <summary>Events that are on, as <c>system:name</c>, or <c>system</c> alone where all of it is on.</summary>
    public required ImmutableArray<string> Events { get; init; }

    /// <summary>Pids that are followed; empty for everything.</summary>
    public required ImmutableArray<int> Pids { get; init; }

    /// <summary>Function filter glob; empty for all functions.</summary>
    public required string FunctionFilter { get; init; }

    /// <summary>True while system calls are traced.</summary>
    public required bool SystemCallsOn { get; init; }

    /// <summary>Length of the window.</summary>
    public required TimeSpan Delay { get; init; }

    /// <summary>Ring buffer size per CPU in KiB.</summary>
    public required int BufferSizeKb { get; init; }

    /// <summary>Fullest CPU's share of its buffer that waited to be read at the last tick, 0 to 100.</summary>
    public required int BufferFillPercent { get; init; }

    /// <summary>What is being recorded and where to, in a line; null while nothing is.</summary>
    public string? Recording { get; init; }

    /// <summary>Whether function_graph's times have sleeping in them; else they are time on the CPU.</summary>
    public bool IsWallTime { get; init; }

    /// <summary>What others changed about the trace and is so still, a line each.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>The latest thing that was done unasked, in a line for the operator; null if nothing was.</summary>
    public string? Notice { get; init; }
}
