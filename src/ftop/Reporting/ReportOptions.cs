using System.Collections.Immutable;
using Ftop.Decoding.Filters;

namespace Ftop.Reporting;

/// <summary>What the command line asks of a report.</summary>
internal readonly record struct ReportOptions
{
    public ReportOptions()
    {
    }

    /// <summary>File or directory.</summary>
    public required string Path { get; init; }

    /// <summary>CPUs whose events are printed; empty for all.</summary>
    public ImmutableArray<int> Cpus { get; init; } = [];

    /// <summary>Events that one of these is for; empty for all.</summary>
    public ImmutableArray<EventFilter> Filters { get; init; } = [];

    /// <summary>One JSON object an event.</summary>
    public bool IsJson { get; init; }

    /// <summary>Times with nine digits.</summary>
    public bool HasNsTimes { get; init; }

    /// <summary>Times by the trace clock also where the recording tells the wall clock's.</summary>
    public bool IgnoresDate { get; init; }

    /// <summary>Times as recorded, nothing added and no ticks made nanoseconds.</summary>
    public bool HasRawTimes { get; init; }

    /// <summary>The kernel's statistics at the end of recording, and no events.</summary>
    public bool IsStatistics { get; init; }

    /// <summary>Latency format.</summary>
    public bool IsLatency { get; init; }

    /// <summary>Fields instead of text.</summary>
    public bool HasRawFields { get; init; }
}
