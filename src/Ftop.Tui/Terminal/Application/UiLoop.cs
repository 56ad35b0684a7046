using System.Collections.Concurrent;
using Ftop.Tui.Terminal.Keyboard;
using Ftop.Tui.Terminal.Output;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;
using Terminal.Gui.Time;

using Timeout = Terminal.Gui.App.Timeout;

namespace Ftop.Tui.Terminal.Application;

/// <summary>
/// Runs Terminal.Gui's application, asleep in <see cref="ITerminalLine.Wait"/> until there is a key, a signal, a posted action, a timer that is
/// due or a line that takes more of a frame. While nothing of that happens it does not wake.
/// </summary>
internal sealed class UiLoop
{
    private static readonly TimeSpan Forever = TimeSpan.MaxValue;
    private static readonly TimeSpan BackgroundGrace = TimeSpan.FromMilliseconds(200);

    // Ctrl-\, which makes SIGQUIT where the terminal is not raw.
    private static readonly Key QuitKey = new Key((KeyCode)'\\').WithCtrl;

    private readonly IApplication _app;
    private readonly ITerminalLine _line;
    private readonly DiffOutput _output;
    private readonly LineSize _size;
    private readonly LoopSignals _signals;
    private readonly ITimeProvider _clock;
    private readonly IInputProcessor _input;
    private readonly KeyDecoder _keys;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Queue<Key> _pressed = new();
    private readonly byte[] _bytes = new byte[256];
    private bool _isStopping;
    private bool _isSuspended;
    private DateTime? _stopsAgainAt;
    private bool _isIterating;
    private bool _mustAskSize;

    public UiLoop(IApplication app, ITerminalLine line, DiffOutput output, LineSize size, LoopSignals signals, ITimeProvider clock, int lineRateBaud)
    {
        (_app, _line, _output, _size, _signals, _clock) = (app, line, output, size, signals, clock);
        _input = app.Driver!.GetInputProcessor(); // Init made the driver
        _keys = new KeyDecoder(_pressed.Enqueue, lineRateBaud);
        app.TimedEvents!.Added += OnTimerAdded; // set by the application's constructor
        app.Iteration += OnIteration;
    }

    /// <summary>Called before the process stops.</summary>
    public Action? OnStop { get; set; }

    /// <summary>Called when it goes on, in the foreground.</summary>
    public Action? OnContinue { get; set; }

    /// <summary>Times that the loop woke: for measurements.</summary>
    public long WakeUps { get; private set; }

    /// <summary>Shows <paramref name="runnable"/> above what runs already and returns when it has stopped. Calls may nest.</summary>
    public void Run(IRunnable runnable)
    {
        SessionToken? token = _app.Begin(runnable);
        if (token is null)
        {
            return;
        }

        runnable.StopRequested = false;
        try
        {
            while (true)
            {
                Update();
                if (_isStopping || runnable.StopRequested || !runnable.IsRunning)
                {
                    return;
                }

                Sleep();
            }
        }
        finally
        {
            _app.End(token);
        }
    }

    /// <summary>Runs <paramref name="action"/> on the loop's thread, soon, outside of any other. From any thread.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        _line.Wake();
    }

    /// <summary>Ends every <see cref="Run"/>, the innermost first.</summary>
    public void Stop()
    {
        _isStopping = true;
        _line.Wake();
    }

    /// <summary>A key as the decoder found it; for tests, which have none of the line's bytes for it.</summary>
    internal void Press(Key key) => _pressed.Enqueue(key);

    // Repaint, suspend and interrupt work everywhere, also in dialogs.
    private void OnKey(Key key)
    {
        _output.Hurry();
        if (key == Key.L.WithCtrl)
        {
            _output.Invalidate();
            _mustAskSize = true;
        }
        else if (key == Key.Z.WithCtrl)
        {
            _signals.Raise(LoopSignal.Suspend);
        }
        else if (key == Key.C.WithCtrl)
        {
            _signals.End(2);
        }
        else if (key == QuitKey)
        {
            _signals.End(3);
        }
        else
        {
            if (key == Key.Esc)
            {
                LetEscClose(_app.SessionStack?.Count > 1);
            }

            _input.RaiseKeyDownEvent(key);
        }
    }

    // Terminal.Gui's Esc closes what is on top, if no view wants it: right for a dialog, not for the program.
    private void LetEscClose(bool isDialog)
    {
        _app.Keyboard.KeyBindings.Remove(Key.Esc);
        if (isDialog)
        {
            _app.Keyboard.KeyBindings.Add(Key.Esc, Command.Quit);
        }
    }

    private void Update()
    {
        ObeySignals();
        if (_isSuspended)
        {
            if (!_isStopping && _stopsAgainAt <= _clock.Now)
            {
                StopProcess();
            }

            return;
        }

        _isIterating = true;
        _app.RaiseIteration();
        _isIterating = false;
        PassKeys();
        LookAtSize();
        for (int left = _posted.Count; left > 0 && _posted.TryDequeue(out Action? action); left--)
        {
            action();
        }

        _input.ProcessQueue();
        _app.TimedEvents!.RunTimers();
        Draw();
        Send();
    }

    private void Draw()
    {
        _app.LayoutAndDraw();
        if (_app.TopRunnableView is ICellWindow window && window.DrawStale())
        {
            _output.NoteFrame();
        }
    }

    // By the kernel each time, which costs nothing: not every line's process group gets SIGWINCH. By the terminal only when the operator asked for it,
    // and between two frames, since the question would end up in the middle of a sequence.
    private void LookAtSize()
    {
        if (_mustAskSize && !_output.HasBytes)
        {
            _mustAskSize = false;
            _line.AskSize();
        }

        _size.Poll();
    }

    // A key may run a dialog: its loop, deeper on this stack, passes the keys that follow.
    private void PassKeys()
    {
        while (_pressed.TryDequeue(out Key? key))
        {
            OnKey(key);
        }
    }

    private void Send()
    {
        if (_output.HasMore)
        {
            _output.WriteMarked(_app.Driver!.GetOutputBuffer());
        }

        _app.Navigation?.UpdateCursor();
        _output.Flush();
    }

    private void Sleep()
    {
        TimeSpan time = !_isSuspended ? TimeToSleep() : _stopsAgainAt is DateTime again ? again - _clock.Now : Forever;
        int timeoutMs = time == Forever ? -1 : (int)Math.Ceiling(Math.Clamp(time.TotalMilliseconds, 0, int.MaxValue));
        LineEvents events = _line.Wait(!_isSuspended && _output.HasBytes, timeoutMs);
        WakeUps++;
        if (!_isSuspended)
        {
            ReadKeys(events);
        }
    }

    private void ReadKeys(LineEvents events)
    {
        int length = (events & LineEvents.Readable) != 0 ? _line.Read(_bytes) : 0;
        _keys.Feed(_bytes.AsSpan(0, length), _clock.Now);
        if (_line.IsHungUp)
        {
            _signals.End(1);
        }
    }

    private TimeSpan TimeToSleep()
    {
        DateTime now = _clock.Now;
        TimeSpan time = Forever;
        // Timers that other threads add wake the loop when they are in, so a look without Terminal.Gui's lock is enough.
        SortedList<long, Timeout> timers = _app.TimedEvents!.Timeouts;
        if (timers.Count > 0)
        {
            time = TimeSpan.FromTicks(timers.Keys[0] - now.Ticks);
        }

        if (_keys.IsPending)
        {
            time = Shorter(time, _keys.ExpiresAt - now);
        }

        return _output.HasMore && !_output.HasBytes ? Shorter(time, _output.FreeIn) : time;
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private void ObeySignals()
    {
        LoopSignal signals = _signals.Take();
        _isStopping |= _signals.EndingSignal != 0;
        if (_isStopping)
        {
            return; // a stopped job that ends neither stops again nor takes the terminal again
        }

        if ((signals & LoopSignal.Suspend) != 0 && !_isSuspended)
        {
            Suspend();
        }
        else if ((signals & LoopSignal.Continued) != 0)
        {
            Resume();
        }
        else if ((signals & LoopSignal.Resized) != 0 && !_isSuspended)
        {
            _output.Hurry();
            _size.Poll();
        }
    }

    // The process stops in TryStopProcess; when the shell continues it, SIGCONT resumes the screen.
    private void Suspend()
    {
        OnStop?.Invoke();
        _output.Leave();
        _line.Leave();
        StopProcess();
    }

    private void StopProcess()
    {
        _isSuspended = true;
        _stopsAgainAt = null;
        if (!_line.TryStopProcess())
        {
            Resume();
        }
    }

    // Also after a stop that nobody announced (SIGSTOP): the shell may have changed terminal modes and screen.
    private void Resume()
    {
        if (!_line.IsForeground)
        {
            // Continued in the background: stops again, as the terminal would have it (SIGTTOU), unless a signal to end is on its way.
            _isSuspended = true;
            _stopsAgainAt = _clock.Now + BackgroundGrace;
            return;
        }

        _isSuspended = false;
        _stopsAgainAt = null;
        _line.Enter();
        _output.Enter();
        _size.Poll();
        OnContinue?.Invoke();
    }

    private void OnTimerAdded(object? sender, TimeoutEventArgs args)
    {
        if (Environment.CurrentManagedThreadId != _app.MainThreadId)
        {
            _line.Wake();
        }
    }

    // Views that run their own runnable through Terminal.Gui (MessageBox) spin its loop, which reads no keys and knows no pacing.
    private void OnIteration(object? sender, EventArgs args)
    {
        if (_isIterating)
        {
            return;
        }

        ObeySignals();
        ReadKeys(_line.Wait(_output.HasBytes, 0));
        PassKeys();
        Send();
        if (_isStopping)
        {
            _app.RequestStop();
        }
    }
}
