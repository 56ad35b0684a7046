using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Tests;

/// <summary>A control that changes nothing and, unlike a substitute, allocates nothing when its state is read.</summary>
internal sealed class StillControl : ITracingControl
{
    private static readonly Task<ControlOutcome> Refused = Task.FromResult(new ControlOutcome(false, "nothing changes here"));

    public TracingState State => LiveScreen.Started;

    public ImmutableArray<string> AvailableTracers => ["nop"];

    public ImmutableArray<string> AvailableEvents => [];

    public Task<ControlOutcome> SetTracer(string tracer) => Refused;

    public Task<ControlOutcome> SetEvents(string glob, bool on) => Refused;

    public Task<ControlOutcome> SetSystemCalls(bool on) => Refused;

    public Task<ControlOutcome> SetPids(ImmutableArray<int> pids) => Refused;

    public Task<ControlOutcome> SetFunctionFilter(string glob) => Refused;

    public Task<Completion> CompleteFunction(string beginning) => Task.FromResult(new Completion { Text = beginning });

    public bool WalksStacks => false;

    public Task<ControlOutcome> AllOff() => Refused;

    public Task<PastText> ReadPast(WorstSpan span) => Task.FromResult(new PastText([], null));

    public void SetDelay(TimeSpan delay)
    {
    }

    public void Clear()
    {
    }
}
