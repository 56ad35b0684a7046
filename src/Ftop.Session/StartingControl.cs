using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>
/// What the operator may change while tracing is still being set up behind the screen: state is what will be on, and what is asked for is done once the trace
/// is there. From then on everything is the session's own control.
/// </summary>
/// <param name="session">The session; where it fails, so does every change.</param>
/// <param name="state">What is shown until then.</param>
public sealed class StartingControl(Task<LiveSession> session, TracingState state) : ITracingControl
{
    private TimeSpan? _delay;
    private ImmutableArray<Measure> _measures = [];

    /// <inheritdoc/>
    public TracingState State => Control?.State ?? state with { Delay = _delay ?? state.Delay };

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableTracers => Control?.AvailableTracers ?? [];

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableEvents => Control?.AvailableEvents ?? [];

    private LiveControl? Control => session.IsCompletedSuccessfully ? session.Result.Control : null;

    /// <inheritdoc/>
    public Task<ControlOutcome> SetTracer(string tracer) => Change(control => control.SetTracer(tracer));

    /// <inheritdoc/>
    public Task<ControlOutcome> SetEvents(string glob, bool on) => Change(control => control.SetEvents(glob, on));

    /// <inheritdoc/>
    public Task<ControlOutcome> SetSystemCalls(bool on) => Change(control => control.SetSystemCalls(on));

    /// <inheritdoc/>
    public Task<ControlOutcome> SetPids(ImmutableArray<int> pids) => Change(control => control.SetPids(pids));

    /// <inheritdoc/>
    public Task<ControlOutcome> SetFunctionFilter(string glob) => Change(control => control.SetFunctionFilter(glob));

    /// <inheritdoc/>
    public Task<ControlOutcome> MakeProbe(string definition) => Change(control => control.MakeProbe(definition));

    /// <inheritdoc/>
    public Task<Completion> CompleteFunction(string beginning) =>
        Control?.CompleteFunction(beginning) ?? Task.FromResult(new Completion { Text = beginning, Refusal = "tracing is being set up" });

    /// <inheritdoc/>
    public bool WalksStacks => Control?.WalksStacks ?? false;

    /// <inheritdoc/>
    public Task<ControlOutcome> AllOff() => Change(control => control.AllOff());

    /// <inheritdoc/>
    public Task<ControlOutcome> SetWallTime(bool on) => Change(control => control.SetWallTime(on));

    /// <inheritdoc/>
    public Task<ControlOutcome> SavePast() => Change(control => control.SavePast());

    /// <inheritdoc/>
    public Task<ControlOutcome> ToggleRecording() => Change(control => control.ToggleRecording());

    /// <inheritdoc/>
    public Task<PastText> ReadPast(WorstSpan span) => Control?.ReadPast(span) ?? Task.FromResult(new PastText([], null)); // before there is a trace there is no span

    /// <inheritdoc/>
    public void Watch(ImmutableArray<Measure> measures)
    {
        _measures = measures;
        Control?.Watch(measures);
    }

    /// <inheritdoc/>
    public void SetDelay(TimeSpan delay)
    {
        _delay = delay;
        if (Control is LiveControl control)
        {
            control.SetDelay(delay);
        }
    }

    /// <inheritdoc/>
    public void Clear() => Control?.Clear(); // before there is a trace there are no counts

    /// <summary>Hands over what was asked for meanwhile; on the thread of the screen, once the session is there.</summary>
    public void HandOver()
    {
        Control?.Watch(_measures);
        if (_delay is TimeSpan delay)
        {
            Control?.SetDelay(delay);
        }
    }

    private async Task<ControlOutcome> Change(Func<LiveControl, Task<ControlOutcome>> change)
    {
        LiveControl control;
        try
        {
            control = (await session).Control;
        }
        catch (Exception e) when (Failure.TryDescribe(e, out _, out string message))
        {
            return new ControlOutcome(false, message); // the screen ends with it
        }

        return await change(control);
    }
}
