using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Recording;
using Ftop.Session;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Probes;

namespace Ftop.CommandLine;

/// <summary>What the command line asks of a live or batch run; every value is within its bounds, and what was not given is null or empty.</summary>
internal readonly record struct LiveOptions
{
    public LiveOptions()
    {
    }

    /// <summary>Length of the window, 0.1 to 60 s; null takes the user's own, or 1 s.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Windows after which the run ends by itself; null for none.</summary>
    public int? Iterations { get; init; }

    /// <summary>Windows go to standard output as text instead of to a screen.</summary>
    public bool IsBatch { get; init; }

    /// <summary>Batch writes JSON, one object a line.</summary>
    public bool IsJson { get; init; }

    /// <summary>Tracer to begin with.</summary>
    public string? Tracer { get; init; }

    /// <summary>Events to begin with, in the order given.</summary>
    public ImmutableArray<EventChoice> Events { get; init; } = [];

    /// <summary>Probes to make.</summary>
    public ImmutableArray<ProbeDefinition> Probes { get; init; } = [];

    /// <summary>Views that are written beside the usual tables; what they need is on.</summary>
    public ImmutableArray<ViewDefinition> Views { get; init; } = [];

    /// <summary>The operator's own of them, which the screen shows too.</summary>
    public ImmutableArray<ViewDefinition> OwnViews { get; init; } = [];

    /// <summary>What is wrong with files of views that were looked at, a line each.</summary>
    public ImmutableArray<string> ViewFaults { get; init; } = [];

    /// <summary>Globs for <c>set_ftrace_filter</c>.</summary>
    public ImmutableArray<string> Functions { get; init; } = [];

    /// <summary>Globs for <c>set_ftrace_notrace</c>.</summary>
    public ImmutableArray<string> NotraceFunctions { get; init; } = [];

    /// <summary>Globs for <c>set_graph_function</c>.</summary>
    public ImmutableArray<string> GraphFunctions { get; init; } = [];

    /// <summary>Times of function_graph have sleeping in them.</summary>
    public bool IsWallTime { get; init; }

    /// <summary>Pids to follow; empty for everything.</summary>
    public ImmutableArray<int> Pids { get; init; } = [];

    /// <summary>Children of <see cref="Pids"/> are followed too; those of <see cref="Command"/> always are.</summary>
    public bool FollowsChildren { get; init; }

    /// <summary>Trace clock, as in <c>trace_clock</c>.</summary>
    public string? Clock { get; init; }

    /// <summary>CPUs to trace (<c>tracing_cpumask</c>), ascending; empty for all.</summary>
    public ImmutableArray<int> Cpus { get; init; } = [];

    /// <summary>Ring buffer per CPU in KiB; null lets it follow the rate.</summary>
    public int? BufferSizeKb { get; init; }

    /// <summary>How much of the past is kept in memory over all CPUs, in MiB; 0 for none, null for what <see cref="FlightSize"/> says.</summary>
    public int? FlightMb { get; init; }

    /// <summary>Name of a theme.</summary>
    public string? Theme { get; init; }

    /// <summary>Only ASCII is drawn.</summary>
    public bool IsAscii { get; init; }

    /// <summary>No colours.</summary>
    public bool IsMono { get; init; }

    /// <summary>Rate of the serial line in bits per second, where the tty's own setting is not to be believed.</summary>
    public int? LineRateBaud { get; init; }

    /// <summary>Time in which the whole screen is sent again, a row at a time; null for never.</summary>
    public TimeSpan? Repair { get; init; }

    /// <summary>Screen size; null asks the terminal.</summary>
    public ScreenSize? Size { get; init; }

    /// <summary>Directory at which tracefs is mounted; null looks for it, and mounts it where it is not.</summary>
    public string? Tracefs { get; init; }

    /// <summary>Program to run and follow, with its arguments; empty for none.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>What of it is a session's.</summary>
    /// <param name="pids">What to follow: <see cref="Pids"/>, and the program's that was started for these options.</param>
    public SessionOptions ToSession(ImmutableArray<int> pids)
    {
        var session = new SessionOptions
        {
            Tracer = Tracer,
            Request = new TraceRequest
            {
                Clock = Clock,
                BufferSizeKb = BufferSizeKb,
                Cpus = Cpus,
                Functions = Functions,
                NotraceFunctions = NotraceFunctions,
                GraphFunctions = GraphFunctions,
                IsWallTime = IsWallTime,
                FollowsChildren = FollowsChildren || !Command.IsEmpty,
            },
            Events = Events,
            Probes = Probes,
            Views = Views,
            Pids = pids,
            FlightBytes = FlightSize.Bytes(IsBatch, FlightMb),
            Tracefs = Tracefs,
        };
        return Delay is TimeSpan delay ? session with { Delay = delay } : session;
    }
}
