using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>What may be changed while a recording is played: the length of windows, and what is counted since when. Everything else was decided when it was recorded.</summary>
public sealed class ReplayControl(ReplayPlayer player, string tracer) : ITracingControl
{
    private static readonly Task<ControlOutcome> Refused = Task.FromResult(new ControlOutcome(false, "a recording cannot change"));

    /// <inheritdoc/>
    public TracingState State => new()
    {
        Tracer = tracer,
        Events = [],
        Pids = [],
        FunctionFilter = "",
        SystemCallsOn = true,
        Delay = player.Delay,
        BufferSizeKb = 0,
        BufferFillPercent = 0,
    };

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableTracers => [];

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableEvents => [];

    /// <inheritdoc/>
    public Task<ControlOutcome> SetTracer(string tracer) => Refused;

    /// <inheritdoc/>
    public Task<ControlOutcome> SetEvents(string glob, bool on) => Refused;

    /// <inheritdoc/>
    public Task<ControlOutcome> SetSystemCalls(bool on) => Refused;

    /// <inheritdoc/>
    public Task<ControlOutcome> SetPids(ImmutableArray<int> pids) => Refused;

    /// <inheritdoc/>
    public Task<ControlOutcome> SetFunctionFilter(string glob) => Refused;

    /// <inheritdoc/>
    public Task<Completion> CompleteFunction(string beginning) => Task.FromResult(new Completion { Text = beginning });

    /// <inheritdoc/>
    public bool WalksStacks => false;

    /// <inheritdoc/>
    public Task<ControlOutcome> AllOff() => Refused;

    /// <summary>Measures these too: all views are measured, as nothing can go back for one that is chosen later, but for breakdowns.</summary>
    public void Watch(ImmutableArray<Measure> measures) => player.Watch(measures);

    /// <inheritdoc/>
    public Task<PastText> ReadPast(WorstSpan span) => player.ReadPast(span);

    /// <inheritdoc/>
    public void SetDelay(TimeSpan delay) => player.Delay = delay;

    /// <inheritdoc/>
    public void Clear() => player.Clear();
}
