using System.Collections.Immutable;
using Ftop.Aggregation;
using Ftop.Tracefs;
using Ftop.Tui;

namespace Ftop.Live;

/// <summary>
/// The operator's changes to the running trace, one after another and away from the screen's thread, since the kernel may take seconds for one.
/// What the kernel refuses becomes an outcome in one line.
/// </summary>
internal sealed class LiveControl : ITracingControl
{
    private readonly LiveTrace _trace;
    private readonly WindowStream _windows;
    private readonly TaskFactory _oneByOne = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private volatile TracingState _state;
    private volatile bool _isClosed;

    public LiveControl(LiveTrace trace, WindowStream windows, TimeSpan delay)
    {
        (_trace, _windows) = (trace, windows);
        _state = ReadState(delay);
        AvailableTracers = trace.AvailableTracers;
        AvailableEvents = [.. trace.Array.Events.Available.Select(name => name.ToString())];
    }

    /// <inheritdoc/>
    public TracingState State => _state.BufferFillPercent == _trace.BufferFillPercent
        ? _state
        : _state = _state with { BufferFillPercent = _trace.BufferFillPercent };

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableTracers { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableEvents { get; }

    /// <inheritdoc/>
    public Task<ControlOutcome> SetTracer(string tracer) => Change(() =>
    {
        _trace.SetTracer(tracer);
        return tracer == "nop" ? "tracer off" : $"tracer {tracer} on{(_trace.Array is TopLevelBuffer ? ", in the top-level buffer: this kernel allows it nowhere else" : "")}";
    });

    /// <inheritdoc/>
    public Task<ControlOutcome> SetEvents(string glob, bool on) => Change(() => Describe(glob, on, _trace.SetEvents(glob, on)));

    /// <inheritdoc/>
    public Task<ControlOutcome> SetSystemCalls(bool on) => Change(() => Describe("system calls", on, _trace.SetSystemCalls(on)));

    /// <inheritdoc/>
    public Task<ControlOutcome> SetPids(ImmutableArray<int> pids) => Change(() =>
    {
        _trace.Follow(pids);
        return pids.IsEmpty ? "all tasks followed" : $"following {string.Join(", ", pids)} and children";
    });

    /// <inheritdoc/>
    public Task<ControlOutcome> SetFunctionFilter(string glob) => Change(() =>
    {
        ImmutableArray<string> globs = [.. glob.Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries)];
        _trace.Settings.FilterFunctions(_trace.Array, globs);
        return globs.IsEmpty ? "all functions" : $"functions {string.Join(" ", globs)}";
    });

    /// <inheritdoc/>
    public Task<ControlOutcome> AllOff() => Change(() =>
    {
        _trace.AllOff();
        return "all tracing off";
    });

    /// <inheritdoc/>
    public void SetDelay(TimeSpan delay)
    {
        _state = _state with { Delay = delay };
        _windows.SetDelay(delay);
    }

    /// <inheritdoc/>
    public void Clear() => _oneByOne.StartNew(_windows.Clear);

    /// <summary>Lets buffers that overran grow, after the change in progress; nothing is asked of the kernel where none did.</summary>
    /// <param name="say">Takes what was done, in a line.</param>
    public void GrowBuffers(Action<string> say)
    {
        if (_trace.BufferShouldGrow)
        {
            _oneByOne.StartNew(() => GrowNow(say));
        }
    }

    /// <summary>Waits for the change in progress; later ones are not made.</summary>
    public void Close()
    {
        _isClosed = true;
        _oneByOne.StartNew(static () => { }).Wait();
    }

    private static string Describe(string what, bool on, EventChange change) => change.Refused.IsEmpty
        ? $"{what} {(on ? "on" : "off")}"
        : $"{what}: {change.Changed.Length} events {(on ? "on" : "off")}, {change.Refused.Length} refused: {change.Refused[0].Message}";

    private void GrowNow(Action<string> say)
    {
        if (!_isClosed && _trace.GrowBuffers() is string notice)
        {
            _state = _state with { Notice = notice };
            say(notice);
        }
    }

    private Task<ControlOutcome> Change(Func<string> change) => _oneByOne.StartNew(() =>
    {
        if (_isClosed)
        {
            return new ControlOutcome(false, "tracing ends");
        }

        try
        {
            string message = change();
            _state = ReadState(_state.Delay);
            return new ControlOutcome(true, message);
        }
        catch (Exception e) when (Failure.TryDescribe(e, out _, out string message))
        {
            _state = ReadState(_state.Delay);
            return new ControlOutcome(false, message);
        }
    });

    private TracingState ReadState(TimeSpan delay)
    {
        ImmutableArray<string> events = _trace.Array.Events.EnabledCollapsed;
        return new TracingState
        {
            Tracer = _trace.Array.Tracer.Current,
            Events = events,
            Pids = _trace.Settings.Pids,
            FunctionFilter = string.Join(" ", _trace.Settings.FunctionGlobs),
            SystemCallsOn = events.Any(name => name is "raw_syscalls" or "syscalls"),
            Delay = delay,
            BufferSizeKb = _trace.Settings.BufferSizeKb,
            BufferFillPercent = _trace.BufferFillPercent,
            Notice = _state?.Notice,
        };
    }
}
