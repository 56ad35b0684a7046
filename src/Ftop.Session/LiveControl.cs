using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Ftop.Aggregation;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Output;
using Ftop.Tracefs;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Probes;
using Ftop.Tracefs.Watching;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>
/// The operator's changes to the running trace, one after another and away from the screen's thread, since the kernel may take seconds for one.
/// What the kernel refuses becomes an outcome in one line.
/// </summary>
public sealed class LiveControl : ITracingControl
{
    private readonly LiveTrace _trace;
    private readonly LiveRecording _recording;
    private readonly WindowStream _windows;
    private readonly TaskFactory _oneByOne = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
    private const int MostWaitMs = 200;

    private readonly Lock _changing = new();
    private readonly Lock _writing = new();
    private readonly Action<Exception> _fail;
    private TraceWatch? _watch;
    private volatile TracingState _state;
    private int _isKeepingUp;
    private long? _pausedAt;
    private volatile bool _isClosed;
    private volatile bool _isEnding;

    /// <param name="trace">What is changed.</param>
    /// <param name="recording">Begun and ended here.</param>
    /// <param name="windows">Whose delay and counts are changed.</param>
    /// <param name="delay">Length of a window now.</param>
    /// <param name="fail">Takes what the windows cannot go on after: the stream ends with it.</param>
    public LiveControl(LiveTrace trace, LiveRecording recording, WindowStream windows, TimeSpan delay, Action<Exception> fail)
    {
        (_trace, _recording, _windows, _fail) = (trace, recording, windows, fail);
        _state = ReadState() with { Delay = delay };
        AvailableTracers = trace.AvailableTracers;
        AvailableEvents = ReadAvailable();
    }

    /// <inheritdoc/>
    public TracingState State
    {
        get
        {
            string? recording = _recording.Progress;
            int fillPercent = _trace.BufferFillPercent;
            TracingState state = _state;
            return state.BufferFillPercent == fillPercent && state.Recording == recording
                ? state
                : Update(now => now with { BufferFillPercent = fillPercent, Recording = recording });
        }
    }

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableTracers { get; }

    /// <inheritdoc/>
    public ImmutableArray<string> AvailableEvents { get; private set; }

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
    public Task<ControlOutcome> MakeProbe(string definition) => Change(() =>
    {
        try
        {
            EventName name = ProbeParser.TryParse(definition, out ProbeDefinition? parsed, out ProbeFault? fault) ? _trace.MakeProbe(parsed) : throw new ProbeException(fault);
            AvailableEvents = ReadAvailable();
            return $"probe {name} on";
        }
        catch (ProbeException refusal)
        {
            throw new RefusalException(ExitCode.Usage, refusal.Fault.Line); // without the lines of the caret: there is one for it
        }
    });

    /// <inheritdoc/>
    public Task<Completion> CompleteFunction(string beginning) => Task.Run(() =>
    {
        try
        {
            IEnumerable<string> functions = new TracefsListing(_trace.Array.Root).Names("functions", "*"); // a line at a time: there may be 80,000
            return Completion.Of(beginning, functions.Select(line => line.Split(' ')[0]));
        }
        catch (Exception e) when (Failure.TryDescribe(e, out _, out string message))
        {
            return new Completion { Text = beginning, Refusal = message };
        }
    });

    /// <inheritdoc/>
    public bool WalksStacks => _trace.Array.Options.IsOn("func_stack_trace");

    /// <inheritdoc/>
    public Task<ControlOutcome> SetWallTime(bool on) => Change(() =>
    {
        _trace.SetWallTime(on);
        return TraceSettings.IsWallTimeIn(_trace.Array) switch
        {
            true when on => "function_graph counts wall time: sleeping is in it",
            true => "this kernel has no option sleep-time: function_graph counts wall time",
            false => "function_graph counts time on the CPU: sleeping is left out",
        };
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
    public Task<PastText> ReadPast(WorstSpan span) => Task.Run(() =>
    {
        try
        {
            return _recording.ReadPast(span);
        }
        catch (Exception e) when (Failure.TryDescribe(e, out _, out string message))
        {
            return new PastText([], message);
        }
    });

    /// <inheritdoc/>
    public void Watch(ImmutableArray<Measure> measures) => _windows.Watch(measures);

    /// <inheritdoc/>
    public void SetDelay(TimeSpan delay)
    {
        Update(state => state with { Delay = delay });
        _oneByOne.StartNew(() => // the windows wait for the kernel where it switches the tracer, and the screen must not
        {
            if (!_isClosed)
            {
                _windows.SetDelay(_state.Delay);
            }
        });
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
            // What was so before the first look is no change, and is to be said all the same.
            if (!_isEnding && Watch() is TraceWatch watch && (watch.Look() || !_state.Notices.SequenceEqual(watch.Notices)))
            {
                TakeState();
            }
        }
        finally
        {
            _changing.Exit();
        }
    }

    /// <summary>ftop itself switches tracing off now, for the last time: nobody else did.</summary>
    public void EndWatch() => _isEnding = true;

    /// <summary>Ends the windows with an error: what nobody could answer for. From any thread.</summary>
    public void Fail(Exception exception) => _fail(exception);

    /// <summary>
    /// The process is about to be stopped, and nobody would look: switches tracing off, now, even where a change is under way, which stops with the
    /// process. Does nothing where it is off.
    /// </summary>
    public void Pause() => WithoutNotice(() => _pausedAt = _trace.Pause() ? Stopwatch.GetTimestamp() : null);

    /// <summary>The process goes on, and so does tracing if <see cref="Pause"/> switched it off.</summary>
    /// <returns>What was missed, in a line; null if nothing was.</returns>
    public string? Resume()
    {
        if (_pausedAt is not long pausedAt)
        {
            return null;
        }

        WithoutNotice(_trace.Resume);
        _pausedAt = null;
        string notice = string.Create(CultureInfo.InvariantCulture, $"tracing was off for {Stopwatch.GetElapsedTime(pausedAt).TotalSeconds:F1} s, while ftop was stopped");
        Update(state => state with { Notice = notice });
        return notice;
    }

    /// <summary>What is due once a window, after the change in progress: lets buffers that overran grow, and leaves out
    /// threads that ftop started. Where there is nothing to be done nobody is woken.</summary>
    /// <param name="say">Takes what was done, in a line.</param>
    public void KeepUp(Action<string> say)
    {
        bool selfIsStale = _trace.SelfIsStale();
        if ((selfIsStale || _trace.BufferShouldGrow) && Interlocked.Exchange(ref _isKeepingUp, 1) == 0)
        {
            _oneByOne.StartNew(() => KeepUpNow(selfIsStale, say));
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

    private void KeepUpNow(bool selfIsStale, Action<string> say)
    {
        try
        {
            Volatile.Write(ref _isKeepingUp, 0);
            if (_isClosed)
            {
                return;
            }

            if (selfIsStale)
            {
                _ = Own(_trace.LeaveSelfOut);
            }

            if (_trace.BufferShouldGrow && Own(_trace.GrowBuffers) is string notice)
            {
                Update(state => state with { Notice = notice });
                say(notice);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private ImmutableArray<string> ReadAvailable() => [.. _trace.Array.Events.Available.Select(name => name.ToString())];

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

    private bool Own(Action change) => Own(() =>
    {
        change();
        return true;
    });

    private void WithoutNotice(Action change)
    {
        if (!_changing.TryEnter(MostWaitMs))
        {
            change();
            return;
        }

        try
        {
            _ = Own(change);
        }
        finally
        {
            _changing.Exit();
        }
    }

    private Task<ControlOutcome> Change(Func<string> change) =>
        _oneByOne.StartNew(() => _isClosed ? new ControlOutcome(false, "tracing ends") : Outcome(change));

    private ControlOutcome Outcome(Func<string> change)
    {
        try
        {
            string message = Own(change);
            TakeState();
            return new ControlOutcome(true, message);
        }
        catch (Exception e) when (Failure.TryDescribe(e, out _, out string message))
        {
            TryTakeState();
            return new ControlOutcome(false, message);
        }
        catch (Exception e)
        {
            Fail(e);
            return new ControlOutcome(false, Failure.Describe(e, out _));
        }
    }

    // Every change of the state goes through here, whatever thread it comes from: none is lost to another.
    private TracingState Update(Func<TracingState, TracingState> change)
    {
        lock (_writing)
        {
            return _state = change(_state);
        }
    }

    private void TakeState()
    {
        TracingState read = ReadState();
        Update(state => read with { Delay = state.Delay, Notice = state.Notice });
    }

    // Where not even that can be read tracefs is gone.
    private void TryTakeState()
    {
        try
        {
            TakeState();
        }
        catch (TracefsException exception)
        {
            Fail(exception);
        }
    }

    private TracingState ReadState()
    {
        ImmutableArray<string> events = _trace.Array.Events.EnabledCollapsed;
        _recording.NoteEvents(events);
        string tracer = _trace.Array.Tracer.Current;
        return new TracingState
        {
            Tracer = tracer,
            IsWallTime = tracer == "function_graph" ? TraceSettings.IsWallTimeIn(_trace.Array) : _trace.Settings.IsWallTime,
            Events = events,
            Pids = _trace.Settings.Pids,
            FunctionFilter = string.Join(" ", _trace.Settings.FunctionGlobs),
            SystemCallsOn = events.Any(name => name is "raw_syscalls" or "syscalls"),
            Delay = default,
            BufferSizeKb = _trace.Settings.BufferSizeKb,
            BufferFillPercent = _trace.BufferFillPercent,
            Notices = _watch?.Notices ?? [],
            Recording = _recording.Progress,
        };
    }
}
