using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Probes;

namespace Ftop.Session;

/// <summary>What a session traces and counts; what was not asked for is null or empty.</summary>
public sealed record SessionOptions
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>Length of a window.</summary>
    public TimeSpan Delay { get; init; } = DefaultDelay;

    /// <summary>Tracer to begin with; null for none.</summary>
    public string? Tracer { get; init; }

    /// <summary>How the buffer is set up.</summary>
    public TraceRequest Request { get; init; } = new();

    /// <summary>Events to begin with, in the order given.</summary>
    public ImmutableArray<EventChoice> Events { get; init; } = [];

    /// <summary>Probes to make; their events are on from the start.</summary>
    public ImmutableArray<ProbeDefinition> Probes { get; init; } = [];

    /// <summary>Views that are measured from the start; what they need is on.</summary>
    public ImmutableArray<ViewDefinition> Views { get; init; } = [];

    /// <summary>Pids to follow; empty for everything.</summary>
    public ImmutableArray<int> Pids { get; init; } = [];

    /// <summary>How much of the past is kept in memory over all CPUs.</summary>
    public long FlightBytes { get; init; }

    /// <summary>Directory at which tracefs is mounted; null looks for it, and mounts it where it is not.</summary>
    public string? Tracefs { get; init; }
}
