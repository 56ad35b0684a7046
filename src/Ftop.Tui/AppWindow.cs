using System.Collections.Immutable;
using System.Drawing;
using System.Reactive.Disposables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Control;
using Ftop.Tui.Drawing;
using Ftop.Tui.Panes;
using Terminal.Gui.Drawing;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

using Screen = Ftop.Tui.Panes.Screen;

namespace Ftop.Tui;

/// <summary>
/// The whole live screen; replay shows the same.
/// <code>
/// status     ftop  tracer nop  45.6k events/s  lost 0 …
///            pid all  on: syscalls irq sched:sched_switch          or the last message
/// body       FUNCTION …            SYSTEM CALL …                   one pane, several, or an overlay
///            CPU …
/// key line   ? Help  q Quit  f Func …                              or a prompt
/// </code>
/// Run it with <see cref="Terminal.Application.TerminalApplication.Run"/>; it stops when the operator quits. Disposing it ends the subscription and
/// leaves the trace as it is.
/// </summary>
public sealed partial class AppWindow : Runnable
{
    private static readonly TimeSpan PassingTime = TimeSpan.FromSeconds(3);

    private readonly AppOptions _options;
    private readonly ITracingControl _control;
    private readonly Look _look;
    private readonly Screen _screen;
    private ImmutableArray<ScreenView> _views;
    private readonly StatusPane _status;
    private readonly KeyLine _keyLine;
    private readonly GapPane _gap;
    private readonly ImmutableArray<NotePane> _notes;
    private readonly ControlQueue _queue;
    private readonly ViewNeeds _needs;
    private readonly IDisposable _subscription;
    private ScreenView _view;
    private TablePane _active;
    private Overlay? _overlay;
    private bool _isZoomed;
    private bool _isStarting;
    private Size _arrangedSize;
    private string? _notice;

    /// <summary>
    /// Shows <paramref name="snapshots"/>, one window an item, from any thread; <paramref name="control"/> is asked on the UI thread alone.
    /// </summary>
    public AppWindow(IObservable<WindowSnapshot> snapshots, ITracingControl control, AppOptions options)
    {
        (_options, _control) = (options, control);
        BorderStyle = LineStyle.None;
        CanFocus = true;
        _look = new Look(options.Themes, options.IsAscii);
        _screen = new Screen(_look, control, options.Replay) { Post = options.Post, OnLate = () => _overlay?.Refresh() };
        _views = ScreenView.AllOf(_screen, [.. options.OwnViews, .. options.FurtherViews]);
        _status = new StatusPane(_screen) { PlaceOf = () => _overlay is null ? _active?.Place : null };
        _keyLine = new KeyLine(_look);
        _gap = new GapPane(_look);
        _notes = [new NotePane(_look), new NotePane(_look)];
        _queue = new ControlQueue(options.Post, OnChangeSaid, OnControlIdle);
        _needs = new ViewNeeds(control, _queue);
        Add(_status, _keyLine, _gap, _notes[0], _notes[1]);
        foreach (TablePane pane in _views.SelectMany(view => view.Panes).Distinct())
        {
            pane.Visible = false;
            Add(pane);
        }

        _view = _views[0];
        _active = _view.Panes[0];
        Show(_views.FirstOrDefault(view => options.OwnViews.Contains(view.Definition)) ?? _views.FirstOrDefault(view => options.HasProbes && view.Definition.IsOfProbes) ?? ViewOf(options.InitialView) ?? _views[0]);
        IDisposable? steps = options.StartingSteps?.Subscribe(step => options.Post(() => SayStep(step)));
        _subscription = StableCompositeDisposable.Create(
            snapshots.Subscribe(new SnapshotObserver(options.Post, Take, OnEnd)), steps ?? Disposable.Empty);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _subscription.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override bool OnClearingViewport() => true;

    /// <inheritdoc/>
    protected override void OnSubViewLayout(LayoutEventArgs args)
    {
        if (_arrangedSize != Viewport.Size)
        {
            Arrange();
        }
    }

    private void Take(WindowSnapshot window)
    {
        (int cpus, int statusRows) = (_screen.Window?.Cpus.Length ?? 0, _status.RowsAt(Viewport.Width));
        if (!_screen.Take(window))
        {
            _screen.ReleasePast();
            return;
        }

        if (_isStarting)
        {
            _isStarting = false;
            Say(null);
        }

        bool isOther = ChooseStartPanes();
        if (isOther || cpus != window.Cpus.Length || statusRows != _status.RowsAt(Viewport.Width))
        {
            Arrange();
        }

        if (State.Notice is string notice && notice != _notice)
        {
            _notice = notice;
            Say(new Message(notice, MessageKind.Done));
        }

        RefreshAll();
    }

    // Until the first window; then it has been said.
    private void SayStep(string step)
    {
        if (_screen.Window is null)
        {
            Say(new Message($"{step}...", MessageKind.Pending));
            _isStarting = true;
        }
    }

    private void OnEnd(Exception? exception) => Say(exception is null
        ? new Message("end of the trace", MessageKind.Done)
        : new Message($"no more windows: {exception.Message}", MessageKind.Refused));

    private void RefreshAll()
    {
        foreach (ScreenView view in _views)
        {
            foreach (TablePane pane in view.Panes)
            {
                pane.Refresh();
            }
        }

        _overlay?.Refresh();
        _status.SetStale();
        _screen.ReleasePast();
    }

    private void Say(Message? message)
    {
        int rows = _status.RowsAt(Viewport.Width);
        _status.Say(message);
        if (message is { Kind: MessageKind.Passing } passing)
        {
            After(PassingTime, () => Pass(passing));
        }

        if (rows != _status.RowsAt(Viewport.Width))
        {
            Arrange();
        }

        RedrawState();
    }

    private void Pass(Message message)
    {
        if (_status.Message == message)
        {
            Say(null);
        }
    }

    // The answer of the kernel changes what the status line, the empty panes and the pickers say.
    private void RedrawState()
    {
        _status.SetStale();
        _active.SetStale();
        _overlay?.SetStale();
    }

    private void OnChangeSaid(Message message)
    {
        WatchChange();
        Say(message);
    }

    private void OnControlIdle()
    {
        WatchChange();
        if (ChooseStartPanes())
        {
            Arrange();
        }

        _ticks?.Read(State.Events);
        _needs.Settle();
    }
}
