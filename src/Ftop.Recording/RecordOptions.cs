using System.Collections.Immutable;
using Ftop.Tracefs.Probes;

namespace Ftop.Recording;

/// <summary>What the command line asks of a recording.</summary>
public sealed record RecordOptions
{
    /// <summary>Where to, <c>-o</c>.</summary>
    public string Output { get; init; } = "trace.dat";

    /// <summary>The first buffer, then those of <c>-B</c>.</summary>
    public required ImmutableArray<BufferPlan> Buffers { get; init; }

    /// <summary>Probes, <c>--probe</c>; their events go to the first buffer.</summary>
    public ImmutableArray<ProbeDefinition> Probes { get; init; } = [];

    /// <summary>Pids to follow, <c>-P</c>.</summary>
    public ImmutableArray<int> Pids { get; init; } = [];

    /// <summary>Children too, <c>-c</c>.</summary>
    public bool FollowsChildren { get; init; }

    /// <summary>Only the command is followed, <c>-F</c>.</summary>
    public bool FollowsCommandOnly { get; init; }

    /// <summary>Time between two looks at the buffers, <c>-s</c>; null lets it follow the rate.</summary>
    public int? IntervalMs { get; init; }

    /// <summary>Most bytes kept of a CPU, <c>-m</c>; 0 for all.</summary>
    public long MostBytesPerCpu { get; init; }

    /// <summary>Events that are not there are passed over, <c>-i</c>.</summary>
    public bool IgnoresUnknownEvents { get; init; }

    /// <summary>Time stamps become wall-clock time when read, <c>--date</c>.</summary>
    public bool HasDate { get; init; }

    /// <summary>Depth of the function graph, <c>--max-graph-depth</c>.</summary>
    public int? MaxGraphDepth { get; init; }

    /// <summary>No notices, <c>-q</c>.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>6 or 7, <c>--file-version</c>.</summary>
    public int FileVersion { get; init; } = 7;

    /// <summary><c>--compression</c>.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>Directory of tracefs.</summary>
    public string? Tracefs { get; init; }

    /// <summary>Program to run, with its arguments; empty for none.</summary>
    public ImmutableArray<string> Command { get; init; } = [];
}
