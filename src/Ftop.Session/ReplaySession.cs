using System.Collections.Immutable;
using System.Reactive.Concurrency;
using System.Runtime.ExceptionServices;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.TraceDat.Replay;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>From a recording to windows, played for a screen or taken one after the other.</summary>
public sealed class ReplaySession : IWindowSource, IDisposable
{
    private readonly TimeSpan? _delay;
    private readonly ImmutableArray<ViewDefinition> _views;
    private readonly EventLoopScheduler _loop = new(static start => new Thread(start) { IsBackground = true, Name = "replay" });
    private readonly Lazy<ReplayPlayer> _player;

    /// <summary>Stands before the first event.</summary>
    /// <param name="trace">Not disposed by this.</param>
    /// <param name="delay">Length of a window; null for 1 s on a screen, and for all of the recording where the windows are taken.</param>
    /// <param name="views">Views that are measured where the windows are taken: no others are looked at.</param>
    /// <param name="ownViews">Views that somebody may look at on a screen, beside those of the catalogue.</param>
    public ReplaySession(RecordedTrace trace, TimeSpan? delay, ImmutableArray<ViewDefinition> views, ImmutableArray<ViewDefinition> ownViews)
    {
        (Trace, _delay, _views) = (trace, delay, views);
        _player = new Lazy<ReplayPlayer>(() => new ReplayPlayer(trace, delay ?? TimeSpan.FromSeconds(1), _loop, ownViews));
    }

    /// <summary>What is played.</summary>
    public RecordedTrace Trace { get; }

    /// <summary>What the operator may change.</summary>
    public ITracingControl Control => new ReplayControl(_player.Value, Trace.Tracer);

    /// <summary>How it is played.</summary>
    public IReplayControl Player => _player.Value;

    /// <inheritdoc/>
    public IObservable<WindowSnapshot> Snapshots => _player.Value.Snapshots;

    /// <summary>Shows the first window at once, and plays on.</summary>
    public void Start() => _player.Value.Start();

    /// <inheritdoc/>
    public IEnumerable<WindowSnapshot> WindowsUntil(Task end)
    {
        using var windows = new ReplayWindows(Trace, measures: _views.SelectMany(view => view.Measures));
        while (!windows.IsAtEnd && !end.IsCompleted)
        {
            yield return windows.Next(_delay);
        }
    }

    /// <summary>Ends playing: what is being made goes on to its end. Throws the error that ended the windows, if one did.</summary>
    public void Stop()
    {
        _player.Value.Close();
        using var idle = new ManualResetEventSlim();
        _loop.Schedule(idle.Set);
        idle.Wait();
        if (_player.Value.Failure is Exception failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_player.IsValueCreated)
        {
            _player.Value.Dispose();
        }

        _loop.Dispose();
    }
}
