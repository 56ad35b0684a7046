using System.Collections.Immutable;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Subjects;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.TraceDat.Replay;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>
/// Plays a recording: a window for each delay of its time, in so much real time as the speed makes of it. What the operator does comes from any thread;
/// windows are made one at a time, on the scheduler.
/// </summary>
public sealed class ReplayPlayer : IReplayControl, IDisposable
{
    private const double SlowestSpeed = 1.0 / 64;
    private const double FastestSpeed = 64;

    // No eye follows more windows: where more are due, the last one of them is shown.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(50);

    private readonly RecordedTrace _trace;
    private readonly ReplayWindows _windows;
    private readonly IScheduler _scheduler;
    private readonly Subject<WindowSnapshot> _snapshots = new();
    private readonly SerialDisposable _timer = new();
    private readonly Lock _gate = new();
    private TimeSpan _delay;
    private ReplayState _state;
    private volatile bool _isClosed;

    /// <summary>Stands before the first event, and plays once <see cref="Start"/> is called.</summary>
    /// <param name="trace">Not disposed by this.</param>
    /// <param name="delay">Length of a window.</param>
    /// <param name="scheduler">Does one thing at a time: makes windows, and waits for the next.</param>
    /// <param name="ownViews">Views that somebody may look at beside those of the catalogue.</param>
    public ReplayPlayer(RecordedTrace trace, TimeSpan delay, IScheduler scheduler, params ImmutableArray<ViewDefinition> ownViews)
    {
        _windows = new ReplayWindows(trace, measures: ViewCatalog.Measures.Concat(ownViews.SelectMany(view => view.Measures)));
        (_trace, _delay, _scheduler) = (trace, delay, scheduler);
        _state = new ReplayState
        {
            Start = trace.Start,
            End = trace.End,
            Position = trace.Start,
            TimeIsNs = trace.TimeIsNs,
            Speed = 1,
            IsPlaying = false,
            IsAtEnd = false,
        };
    }

    /// <summary>One window an item, on the scheduler; does not end but by an error of the recording.</summary>
    public IObservable<WindowSnapshot> Snapshots => _snapshots;

    /// <inheritdoc/>
    public ReplayState State => Volatile.Read(ref _state);

    /// <summary>Length of a window.</summary>
    public TimeSpan Delay
    {
        get
        {
            lock (_gate)
            {
                return _delay;
            }
        }

        set
        {
            lock (_gate)
            {
                _delay = value;
            }

            Restart();
        }
    }

    /// <summary>What ended the windows; null as long as they go on.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Shows the first window at once, and plays on.</summary>
    public void Start()
    {
        Change(static state => state with { IsPlaying = true });
        Do(() => Show(_windows.Next(Delay)));
    }

    /// <inheritdoc/>
    public void PlayOrPause()
    {
        ReplayState state = Change(state => state with { IsPlaying = !state.IsPlaying });
        if (state is { IsPlaying: true, IsAtEnd: true })
        {
            SeekTo(state.Start);
        }
        else
        {
            Restart();
        }
    }

    /// <inheritdoc/>
    public void Step(int windows)
    {
        Change(static state => state with { IsPlaying = false });
        Do(() =>
        {
            if (windows < 0)
            {
                Seek(_windows.WindowStart);
            }
            else if (!_windows.IsAtEnd)
            {
                Show(_windows.Next(Delay));
            }
        });
    }

    /// <inheritdoc/>
    public void SeekTo(ulong time) => Do(() => Seek(time));

    /// <inheritdoc/>
    public void SetSpeed(double factor)
    {
        Change(state => state with { Speed = Math.Clamp(factor, SlowestSpeed, FastestSpeed) });
        Restart();
    }

    /// <summary>Measures these too from the next window on, in place of what was asked for before.</summary>
    public void Watch(IEnumerable<Measure> measures) => Do(() => _windows.Watch(measures));

    /// <summary>What happened on a span's CPUs and in its tasks while it was open. Read between two windows, as one alone may read the recording.</summary>
    public Task<PastText> ReadPast(WorstSpan span)
    {
        var read = new TaskCompletionSource<PastText>(TaskCreationOptions.RunContinuationsAsynchronously);
        _scheduler.Schedule(() =>
        {
            try
            {
                read.SetResult(_isClosed ? new PastText([], null) : RecordedPast.Read(_trace, span));
            }
            catch (Exception e) when (Session.Failure.TryDescribe(e, out _, out string message))
            {
                read.SetResult(new PastText([], message));
            }
        });
        return read.Task;
    }

    /// <summary>Forgets all counts.</summary>
    public void Clear() => Do(_windows.Clear);

    /// <summary>Nothing more is begun; what the scheduler is at goes on to its end, and is to be waited for before this is disposed.</summary>
    public void Close() => _isClosed = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _timer.Dispose();
        _windows.Dispose();
        _snapshots.Dispose();
    }

    private static ulong Ns(TimeSpan time) => (ulong)time.Ticks * 100;

    // What comes before the first whole window is that window.
    private void Seek(ulong time)
    {
        ReplayState state = State;
        ulong first = state.Start + Ns(Delay);
        foreach (WindowSnapshot window in _windows.SeekTo(time >= state.End ? ulong.MaxValue : Math.Max(time, first), Delay))
        {
            Show(window);
        }
    }

    private void Show(WindowSnapshot window)
    {
        Change(state => state with { Position = _windows.Position, IsAtEnd = _windows.IsAtEnd, IsPlaying = state.IsPlaying && !_windows.IsAtEnd });
        _snapshots.OnNext(window);
    }

    private void Restart() => Do(static () => { });

    // Everything that is done begins the wait for the next window anew.
    private void Do(Action action) => _scheduler.Schedule(() =>
    {
        if (_isClosed)
        {
            return;
        }

        try
        {
            action();
            Wait();
        }
        catch (Exception e) when (Session.Failure.TryDescribe(e, out _, out _))
        {
            Change(static state => state with { IsPlaying = false });
            Failure = e;
            _snapshots.OnError(e);
        }
    });

    private void Wait()
    {
        ReplayState state = State;
        if (!state.IsPlaying)
        {
            _timer.Disposable = null;
            return;
        }

        TimeSpan pause = Delay / state.Speed;
        int windows = pause < LeastPause ? Math.Max(1, (int)Math.Round(LeastPause / pause)) : 1;
        _timer.Disposable = _scheduler.Schedule(pause * windows, () => Do(() => Play(windows)));
    }

    private void Play(int windows)
    {
        WindowSnapshot? last = null;
        for (int i = 0; i < windows && State.IsPlaying && !_windows.IsAtEnd; i++)
        {
            last?.Release();
            last = _windows.Next(Delay);
        }

        if (last is not null)
        {
            Show(last);
        }
    }

    private ReplayState Change(Func<ReplayState, ReplayState> change)
    {
        lock (_gate)
        {
            return _state = change(_state);
        }
    }
}
