using System.Collections.Immutable;
using Ftop.Aggregation;
using Ftop.Recording;
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
    private readonly LiveRecording _recording;
    private readonly WindowStream _windows;
    private readonly TaskFactory _oneByOne = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private readonly Lock _changing = new();
    private TraceWatch? _watch;
    private volatile TracingState _state;
    private volatile bool _isClosed;
    private volatile bool _isEnding;

    public LiveControl(LiveTrace trace, LiveRecording recording, WindowStream windows, TimeSpan delay)
    {
        (_trace, _recording, _windows) = (trace, recording, windows);
        _state = ReadState(delay);
        AvailableTracers = trace.AvailableTracers;
        AvailableEvents = [.. trace.Array.Events.Available.Select(name => name.ToString())];
    }

    /// <inheritdoc/>
    public TracingState State
    {
        get
        {
            string? recording = _recording.Progress;
            return _state.BufferFillPercent == _trace.BufferFillPercent && _state.Recording == recording
                ? _state
                : _state = _state with { BufferFillPercent = _trace.BufferFillPercent, Recording = recording };
        }
    }

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
    public Task<ControlOutcome> SavePast() => Change(_recording.SavePast);

    /// <inheritdoc/>
    public Task<ControlOutcome> ToggleRecording() => Change(() => _recording.IsRunning ? _recording.End() : _recording.Begin());

    /// <inheritdoc/>
    public void SetDelay(TimeSpan delay)
    {
        _state = _state with { Delay = delay };
        _windows.SetDelay(delay);
    }

    /// <inheritdoc/>
    public void Clear() => _oneByOne.StartNew(_windows.Clear);

    /// <summary>
    /// Sees what others changed about the trace, for <see cref="TracingState.Notices"/>; a few small reads. Not while a change of the operator's is
    /// under way, which it would take for theirs.
    /// </summary>
    public void LookAround()
    {
        if (!_changing.TryEnter())
        {
            return;
        }

        try
        {
            if (!_isEnding && Watch().Look())
            {
                _state = ReadState(_state.Delay);
            }
        }
        finally
        {
            _changing.Exit();
        }
    }

    /// <summary>ftop itself switches tracing off now, for the last time: nobody else did.</summary>
    public void EndWatch() => _isEnding = true;

    /// <summary>Lets buffers that overran grow, after the change in progress; nothing is asked of the kernel where none did.</summary>
    /// <param name="say">Takes what was done, in a line.</param>
    public void GrowBuffers(Action<string> say)
    {
        if (_trace.BufferShouldGrow)
        {
            _oneByOne.StartNew(() => GrowNow(say));
        }
    }

    /// <summary>Waits for the change in progress and ends a recording; later changes are not made.</summary>
    /// <returns>What the recording is, in a line; null if nothing was recorded.</returns>
    public string? Close() => _oneByOne.StartNew(() =>
    {
        string? recorded = !_isClosed && _recording.IsRunning ? Outcome(_recording.End).Message : null;
        _isClosed = true;
        return recorded;
    }).Result;

    private static string Describe(string what, bool on, EventChange change) => change.Refused.IsEmpty
        ? $"{what} {(on ? "on" : "off")}"
        : $"{what}: {change.Changed.Length} events {(on ? "on" : "off")}, {change.Refused.Length} refused: {change.Refused[0].Message}";

    private void GrowNow(Action<string> say)
    {
        if (!_isClosed && Own(_trace.GrowBuffers) is string notice)
        {
            _state = _state with { Notice = notice };
            say(notice);
        }
    }

    private TraceWatch Watch() => _watch is TraceWatch watch && watch.IsOf(_trace.Array) ? watch : _watch = new TraceWatch(_trace.Array);

    // What the operator changes is not what others change.
    private T Own<T>(Func<T> change)
    {
        lock (_changing)
        {
            Watch().BeforeChange();
            try
            {
                return change();
            }
            finally
            {
                Watch().AfterChange();
            }
        }
    }

    private Task<ControlOutcome> Change(Func<string> change) =>
        _oneByOne.StartNew(() => _isClosed ? new ControlOutcome(false, "tracing ends") : Outcome(change));

    private ControlOutcome Outcome(Func<string> change)
    {
        try
        {
            string message = Own(change);
            _state = ReadState(_state.Delay);
            return new ControlOutcome(true, message);
        }
        catch (Exception e) when (Failure.TryDescribe(e, out _, out string message))
        {
            _state = ReadState(_state.Delay);
            return new ControlOutcome(false, message);
        }
    }

    private TracingState ReadState(TimeSpan delay)
    {
        ImmutableArray<string> events = _trace.Array.Events.EnabledCollapsed;
        _recording.NoteEvents(events);
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
            Notices = _watch?.Notices ?? [],
            Recording = _recording.Progress,
        };
    }
}
