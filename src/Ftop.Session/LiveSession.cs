using System.Collections.Immutable;
using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Ftop.Aggregation;
using Ftop.Aggregation.Windows;
using Ftop.Tracefs;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Reading;
using Ftop.Tracefs.Undo;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>
/// From the kernel to windows: the journal, the trace, its counts and its windows, put together and taken apart. Whatever ends the process, but
/// SIGKILL, disposes it; after SIGKILL the next ftop finds the journal.
/// </summary>
public sealed class LiveSession : IWindowSource, IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);

    private readonly UndoJournal _journal;
    private readonly LiveTrace _trace;
    private readonly TraceAggregator _aggregator;
    private readonly WindowStream _windows;
    private readonly LiveRecording _recording;
    private readonly TaskCompletionSource<WindowSnapshot> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ThreadScheduler _clock = new("ftop-windows", PreferredThread.BeginToOrder); // the readers' records pile up while it waits for its turn
    private readonly TimeSpan _delay;
    private readonly Action<string> _say;
    private readonly SwitchAudit _switches;
    private readonly IDisposable? _lastResort;
    private long _readErrors;
    private volatile ImmutableSortedDictionary<string, long> _asides = ImmutableSortedDictionary<string, long>.Empty;
    private int _isDisposed;

    private LiveSession(UndoJournal journal, LiveTrace trace, SessionOptions options, Action<string> say, Func<Action, IDisposable>? onLastResort)
    {
        (_journal, _trace, _say) = (journal, trace, say);
        _delay = options.Delay;
        _aggregator = new TraceAggregator(trace, null, options.Views.SelectMany(view => view.Measures));
        _windows = new WindowStream(trace, _aggregator, ReadState, _delay, TimeProvider.System, _clock) { FirstDelay = FirstDelay };
        _recording = new LiveRecording(trace, _aggregator, options.FlightBytes);
        Control = new LiveControl(trace, _recording, _windows, _delay, exception => _failed.TrySetException(exception));
        Snapshots = _windows.Snapshots.Select(KeepUp).TakeUntil(_failed.Task.ToObservable()).Publish().RefCount();
        _switches = new SwitchAudit(SwitchAudit.CountSwitches, () => trace.Array.Limits(new EventName("sched", "sched_switch")));
        _lastResort = onLastResort?.Invoke(() => End());
    }

    /// <summary>What the operator may change.</summary>
    public LiveControl Control { get; }

    /// <inheritdoc/>
    /// <remarks>Ends with the first error, be it of the trace or of its upkeep.</remarks>
    public IObservable<WindowSnapshot> Snapshots { get; }

    /// <summary>What the numbers since the start leave out or do not know, a line each.</summary>
    public IEnumerable<string> Asides => _asides.Select(aside => $"{aside.Value} {aside.Key}");

    /// <summary>Where tracefs is.</summary>
    public string TracefsRoot => _trace.Array.Root;

    /// <summary>Directory of the buffer in use.</summary>
    public string BufferDirectory => _trace.Array.Directory;

    /// <summary>Sets up everything that <paramref name="options"/> ask for and starts to record. What fails is undone before it is thrown.</summary>
    /// <param name="options">What to trace.</param>
    /// <param name="say">Takes notices for the operator, a line each.</param>
    /// <param name="step">Takes what is being done, for one who waits.</param>
    /// <param name="onLastResort">Takes what puts everything back where the process is to end at once; what it gives is disposed when that is done.</param>
    public static LiveSession Start(SessionOptions options, Action<string> say, Action<string>? step = null, Func<Action, IDisposable>? onLastResort = null)
    {
        Threads.StartAll();
        step ??= static _ => { };
        step("looking for what a killed ftop left");
        UndoJournal journal = OpenJournal(say);
        try
        {
            step("mounting tracefs");
            TracefsMount mount = options.Tracefs is string directory ? TracefsMount.At(directory) : TracefsMount.FindOrMount(journal);
            return Start(journal, new BufferChoice(mount, journal), options, say, step, onLastResort);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>As the other, in a buffer that is chosen already.</summary>
    internal static LiveSession Start(UndoJournal journal, BufferChoice buffers, SessionOptions options, Action<string> say, Action<string> step, Func<Action, IDisposable>? onLastResort = null)
    {
        var trace = new LiveTrace(buffers, options, step);
        try
        {
            var session = new LiveSession(journal, trace, options, say, onLastResort);
            Tell(trace.Settings.TakeNotices(), say);
            step("switching tracing on");
            trace.Start(session._recording.Sink);
            session._windows.BeginNow();
            session.Control.LookAround();
            return session;
        }
        catch
        {
            trace.Dispose();
            throw;
        }
    }

    /// <summary>What will be on, before the kernel has been asked for anything.</summary>
    public static TracingState StateAtFirst(SessionOptions options) => new()
    {
        Tracer = options.Tracer ?? "nop",
        Events = [],
        Pids = options.Pids,
        FunctionFilter = string.Join(" ", options.Request.Functions),
        SystemCallsOn = options.Events.IsEmpty && options.Probes.IsEmpty && options.Tracer is null,
        Delay = options.Delay,
        BufferSizeKb = options.Request.BufferSizeKb ?? 0,
        BufferFillPercent = 0,
    };

    /// <summary>Puts back what a killed ftop left behind, and begins a journal.</summary>
    public static UndoJournal OpenJournal(Action<string> say)
    {
        foreach (string directory in JournalDirectory.Candidates)
        {
            UndoReport left = UndoJournal.ReplayDead(directory);
            Tell(left.Done.Select(line => $"put back what a killed ftop left: {line}").Concat(left.Failed), say);
        }

        JournalDirectory place = JournalDirectory.Choose(JournalDirectory.Candidates);
        Tell(place.Notice is string notice ? [notice] : [], say);
        return UndoJournal.Open(place.Path);
    }

    /// <inheritdoc/>
    /// <remarks>One each delay, and a last one with all that was recorded until <paramref name="end"/> was there.</remarks>
    public IEnumerable<WindowSnapshot> WindowsUntil(Task end) =>
        new LiveWindows(_aggregator, _windows, _delay).Until(Task.WhenAny(end, _failed.Task).Unwrap(), SwitchOffForGood).Select(KeepUp);

    /// <summary>Ends tracing and puts everything back.</summary>
    public void Dispose() => End();

    /// <summary>As <see cref="Dispose"/>, and says what could not be put back. Entered once; waits for no one who writes or listens.</summary>
    public UndoReport End()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return UndoReport.Empty;
        }

        using (_lastResort)
        {
            TrySwitchOff();
            string? recorded = Control.Close();
            _windows.Dispose();
            _trace.Dispose();
            UndoReport undone = _journal.UndoAll();
            _recording.Dispose();
            if (recorded is not null)
            {
                _say(recorded);
            }

            return undone;
        }
    }

    // Of filtered functions, callees are missing, and time without them is not known.
    private static WindowSnapshot Explain(WindowSnapshot window, TracingState state, string? untraced) => window with
    {
        Notices = [.. state.Notices, .. untraced is null ? (string[])[] : [untraced], .. window.Notices],
        IsWallTime = state.Tracer == "function_graph" ? state.IsWallTime : null,
        Functions = state.FunctionFilter.Length == 0 ? window.Functions : window.Functions.WithoutSelf(),
    };

    private static void Tell(IEnumerable<string> lines, Action<string> say)
    {
        foreach (string line in lines)
        {
            say(line);
        }
    }

    private WindowSnapshot KeepUp(WindowSnapshot window)
    {
        Control.KeepUp(_say);
        long readErrors = _trace.ReadErrors;
        WindowTotal total = window.Total with { ReadErrors = Math.Max(0, readErrors - _readErrors) };
        _readErrors = readErrors;
        _asides = total.Asides().Aggregate(_asides, static (sums, aside) => sums.SetItem(aside.What, sums.GetValueOrDefault(aside.What) + aside.Count));
        return Explain(window with { Total = total }, Control.State, _switches.Take(window));
    }

    private (string Tracer, ImmutableArray<string> Events) ReadState()
    {
        _trace.CheckPresence();
        Control.LookAround();
        return (Control.State.Tracer, Control.State.Events);
    }

    private void SwitchOffForGood()
    {
        Control.EndWatch();
        _trace.Array.TracingSwitch.Set(false);
    }

    // Before what takes time. Where tracefs is gone undoing says so.
    private void TrySwitchOff()
    {
        try
        {
            SwitchOffForGood();
        }
        catch (TracefsException)
        {
        }
    }
}
