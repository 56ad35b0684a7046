namespace Ftop.Aggregation;

/// <summary>Bounds of what is kept, so that memory stays bounded whatever the trace holds.</summary>
public sealed record AggregationLimits
{
    /// <summary>Keys (pids, functions) counted exactly per table and window, shared out among the CPUs; the frequent ones beyond are estimated.</summary>
    public int Keys { get; init; } = 1 << 15;

    /// <summary>Keys watched beyond <see cref="Keys"/>, per table and CPU.</summary>
    public int SketchKeys { get; init; } = 256;

    /// <summary>Rows of a table that are followed from window to window.</summary>
    public int Rows { get; init; } = 1 << 13;

    /// <summary>Rows of a table that a snapshot holds at most.</summary>
    public int SnapshotRows { get; init; } = 5000;

    /// <summary>Tasks that are followed though they have been silent for a minute: those with the most events before.</summary>
    public int IdleTasks { get; init; } = 1 << 10;

    /// <summary>Tasks without events in the window that a snapshot holds at most: those with the most events before.</summary>
    public int IdleTaskRows { get; init; } = 256;

    /// <summary>Histogram buckets of all functions or system calls together.</summary>
    public int LatencyBuckets { get; init; } = 1 << 16;

    /// <summary>Keys of one measure that are text, or two fields.</summary>
    public int TextKeys { get; init; } = 1 << 12;

    /// <summary>Spans of one measure that are open at the same time.</summary>
    public int OpenSpans { get; init; } = 1 << 14;

    /// <summary>Tasks in a system call that are followed.</summary>
    public int TasksInSystemCalls { get; init; } = 1 << 14;

    /// <summary>Tasks in functions that are followed, under function_graph.</summary>
    public int TasksInFunctions { get; init; } = 1 << 12;

    /// <summary>
    /// Records of all CPUs together that may wait for the ordered merge, 32 bytes each; further ones are dropped, and their durations are unknown.
    /// A merge is asked for (<see cref="TraceAggregator.BacklogGrown"/>) when a CPU has an eighth of its share.
    /// </summary>
    public int PairsAtMost { get; init; } = 1 << 15;
}
