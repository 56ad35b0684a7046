using System.Collections.Immutable;

namespace Ftop.Aggregation.Windows;

/// <summary>
/// One window of the trace, immutable: what the panes, the batch text and the JSON show. Rows are sorted by <c>Count</c>, largest first,
/// and hold only what was seen since the start or the last clear; counts are of this window unless the name says otherwise. Copies by <c>with</c> share
/// the tables' memory.
/// </summary>
public sealed record WindowSnapshot
{
    /// <summary>End of the window, wall-clock time; where <see cref="ClockTime"/> is there, only good to tell what was before and after.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>End of the window by the trace clock, of a recording that does not tell the wall clock's time.</summary>
    public ClockTime? ClockTime { get; init; }

    /// <summary>Measured length of the window in seconds (not the delay that was asked for).</summary>
    public required double WindowSec { get; init; }

    /// <summary>The instance's <c>current_tracer</c>; empty where nothing tells, as in some recordings.</summary>
    public required string Tracer { get; init; }

    /// <summary>
    /// Events that are switched on, as <c>system:name</c>, or <c>system</c> alone where all of it is on; the default value in a replay, as no
    /// recording tells.
    /// </summary>
    public required ImmutableArray<string> Events { get; init; }

    /// <summary>All CPUs together.</summary>
    public required WindowTotal Total { get; init; }

    /// <summary>One row per CPU of the instance, in CPU order.</summary>
    public required ImmutableArray<CpuRow> Cpus { get; init; }

    /// <summary>Kernel functions seen by the function tracers.</summary>
    public required TableSnapshot<FunctionRow> Functions { get; init; }

    /// <summary>System calls by number and ABI.</summary>
    public required TableSnapshot<SystemCallRow> SystemCalls { get; init; }

    /// <summary>Every event type that occurred.</summary>
    public required TableSnapshot<EventRow> ByEvent { get; init; }

    /// <summary>Tasks (kernel pids) that caused events.</summary>
    public required TableSnapshot<ProcessRow> Processes { get; init; }

    /// <summary>What is watched besides: a table for each measure.</summary>
    public ImmutableArray<MeasureTable> Measures { get; init; } = [];

    /// <summary>What ftop itself used during the window; null in a replay, whose time is not this process's.</summary>
    public required SelfUse? Self { get; init; }

    /// <summary>Whether function_graph's times have sleeping in them, or are time on the CPU; null under another tracer, or where nothing tells.</summary>
    public bool? IsWallTime { get; init; }

    /// <summary>Why the numbers may not be what was asked for, a line each: others changed the trace, or the recording is not as it should be.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>True where a table reached its bound, so that rare keys are missing and counts of the rarest are estimates.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>True of a stretch of a recording in which nothing happened, and which is one window however long it is.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>True where events were lost in this window: every rate is a lower bound.</summary>
    public bool IsLowerBound => Total.Lost > 0;

    /// <summary>The tables' memory; null where they have their own.</summary>
    internal WindowLease? Lease { get; init; }

    /// <summary>Whether the tables are <paramref name="other"/>'s too.</summary>
    public bool SharesTables(WindowSnapshot? other) => Lease is not null && ReferenceEquals(Lease, other?.Lease);

    /// <summary>
    /// Gives the tables' memory to a later window, so that windows cost none of their own. For the last one who reads this window or a copy of it: whoever
    /// reads a table afterwards gets an <see cref="ObjectDisposedException"/>. A window that is not released is good for ever.
    /// </summary>
    public void Release() => Lease?.End();
}
