using System.Collections.Immutable;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Decoding;

namespace Ftop.Aggregation;

/// <summary>
/// The windows of a trace: one snapshot at the end of every delay, and a last one. Time comes from outside, so that a replay, or a test, is the
/// same as live.
/// </summary>
public sealed class WindowStream : IDisposable
{
    private readonly ITraceSource _source;
    private readonly TraceAggregator _aggregator;
    private readonly Func<(string Tracer, ImmutableArray<string> Events)> _state;
    private readonly TimeProvider _time;
    private readonly Func<ResourceUse?> _use;
    private readonly WindowHistory _history;
    private readonly WindowPool _pool;
    private readonly BehaviorSubject<TimeSpan> _delays;
    private readonly Subject<WindowCommand> _commands = new();
    private readonly object _gate = new();
    private long _windowStart;
    private ResourceUse? _usedBefore;
    private bool _isDisposed;

    /// <summary>Begins the first window; counts of what the aggregator took before are in it.</summary>
    /// <param name="source">The source that feeds the aggregator. Not disposed by this.</param>
    /// <param name="aggregator">Made for this source; used by this alone from now on.</param>
    /// <param name="state">Tells the tracer and the events that are on; called at the end of each window.</param>
    /// <param name="delay">Length of a window, 0.1 to 60 s.</param>
    /// <param name="timeProvider">Wall clock, and what windows are measured by.</param>
    /// <param name="scheduler">When a delay has passed, and where snapshots are made.</param>
    /// <param name="use">What this process has used so far; null for <see cref="ResourceUse.OfThisProcess"/>. Answers null where the time is not this process's.</param>
    public WindowStream(
        ITraceSource source,
        TraceAggregator aggregator,
        Func<(string Tracer, ImmutableArray<string> Events)> state,
        TimeSpan delay,
        TimeProvider timeProvider,
        IScheduler scheduler,
        Func<ResourceUse?>? use = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(aggregator);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(scheduler);
        _source = source;
        _aggregator = aggregator;
        _state = state;
        _time = timeProvider;
        _use = use ?? (static () => ResourceUse.OfThisProcess());
        _history = new WindowHistory(source.Cpus, aggregator.Limits);
        _pool = new WindowPool(aggregator.Limits, source.Cpus.Length);
        _delays = new BehaviorSubject<TimeSpan>(delay);
        _windowStart = timeProvider.GetTimestamp();
        _usedBefore = _use();

        // A new delay, or the same again, starts a new timer: the window in progress then has the whole delay before it.
        IObservable<WindowCommand> ticks = _delays
            .Select((next, changes) => changes == 0 && FirstDelay < next
                ? Observable.Timer(FirstDelay, scheduler).Concat(Observable.Timer(next, scheduler).Repeat())
                : Observable.Timer(next, scheduler).Repeat())
            .Switch()
            .Select(static _ => WindowCommand.Tick);
        IObservable<WindowCommand> backlog = Observable
            .FromEventPattern(handler => aggregator.BacklogGrown += handler, handler => aggregator.BacklogGrown -= handler)
            .ObserveOn(scheduler)
            .Select(static _ => WindowCommand.Settle);
        Snapshots = Observable.Merge(ticks, backlog, _commands)
            .Synchronize(_gate)
            .TakeUntil(static command => command == WindowCommand.Finish)
            .Scan((WindowSnapshot?)null, (_, command) => Run(command))
            .Where(static snapshot => snapshot is not null)
            .Select(static snapshot => snapshot!)
            .Publish()
            .RefCount();
    }

    /// <summary>
    /// One snapshot for each window, while somebody listens; all who listen get the same. Ends after <see cref="Finish"/>, or with the
    /// error of the source.
    /// </summary>
    public IObservable<WindowSnapshot> Snapshots { get; }

    /// <summary>Length of the first window where that is less than the delay: who looks at a screen wants the first numbers soon.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.MaxValue;

    /// <summary>The first window begins now, not when this was made: events may come from now on.</summary>
    public void BeginNow()
    {
        lock (_gate)
        {
            BeginWindow();
        }
    }

    /// <inheritdoc cref="TraceAggregator.Watch"/>
    public void Watch(IEnumerable<Measure> measures) => _aggregator.Watch(measures);

    /// <summary>Changes the length of windows. The one in progress ends that long from now.</summary>
    /// <param name="delay">0.1 to 60 s.</param>
    public void SetDelay(TimeSpan delay) => _delays.OnNext(delay);

    /// <summary>Forgets all counts since the start; the next window begins now. Calls in progress stay known.</summary>
    public void Clear()
    {
        _commands.OnNext(WindowCommand.Clear);
        _delays.OnNext(_delays.Value);
    }

    /// <summary>Ends the window in progress now, with everything that waited to be paired: the last snapshot.</summary>
    public void Finish() => _commands.OnNext(WindowCommand.Finish);

    /// <summary>
    /// Ends the window in progress now and returns it: for one who needs no timer. Not to be mixed with <see cref="Snapshots"/>.
    /// </summary>
    /// <param name="isLast">Whether nothing more will come, so that everything is paired.</param>
    public WindowSnapshot NextWindow(bool isLast = false)
    {
        lock (_gate)
        {
            return EndWindow(isLast);
        }
    }

    /// <summary>As <see cref="Clear"/>, for one who uses <see cref="NextWindow"/>.</summary>
    public void ClearNow()
    {
        lock (_gate)
        {
            _ = Run(WindowCommand.Clear);
        }
    }

    /// <summary>Who listens gets nothing more; the source is not touched again. Waits for a window that is being made, so nobody who listens may wait for this.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }
    }

    private WindowSnapshot? Run(WindowCommand command)
    {
        switch (command)
        {
            case not WindowCommand.Finish when _isDisposed:
                return null;
            case WindowCommand.Settle:
                _aggregator.Settle();
                return null;
            case WindowCommand.Clear:
                Forget();
                BeginWindow();
                return null;
            default:
                return EndWindow(command == WindowCommand.Finish);
        }
    }

    private WindowSnapshot EndWindow(bool isLast)
    {
        WindowBuffers buffers = _pool.Take();
        _aggregator.Tick(buffers.Delta, isLast);
        double windowSec = _time.GetElapsedTime(_windowStart).TotalSeconds;
        ResourceUse? usedBefore = _usedBefore;
        BeginWindow();
        (string tracer, ImmutableArray<string> events) = _state();
        WindowSnapshot window = _history.Add(buffers, new WindowFrame(
            _time.GetUtcNow(), windowSec, tracer, events, SelfUseSince(usedBefore, windowSec), _source.Metadata), _aggregator.Layouts);
        return window with { Lease = new WindowLease(_pool, buffers) };
    }

    private void Forget()
    {
        WindowBuffers buffers = _pool.Take();
        _aggregator.Tick(buffers.Delta);
        _pool.Return(buffers);
        _history.Clear();
    }

    private SelfUse? SelfUseSince(ResourceUse? before, double windowSec) => before is ResourceUse then && _usedBefore is ResourceUse now
        ? new SelfUse(windowSec > 0 ? 100 * (now.CpuTime - then.CpuTime).TotalSeconds / windowSec : 0, now.RssBytes)
        : null;

    private void BeginWindow()
    {
        _windowStart = _time.GetTimestamp();
        _usedBefore = _use();
    }
}
