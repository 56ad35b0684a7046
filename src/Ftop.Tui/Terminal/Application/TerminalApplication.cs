using Ftop.Tui.Terminal.Output;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;
using Terminal.Gui.Time;

namespace Ftop.Tui.Terminal.Application;

/// <summary>
/// The terminal, taken over: Terminal.Gui on our line, output and loop. Whatever happens, quit, exception on any thread, signal, the terminal is
/// put back; only SIGKILL leaves it raw.
/// </summary>
public sealed class TerminalApplication : IDisposable
{
    private readonly ITerminalLine _line;
    private readonly DiffOutput _output;
    private readonly LoopSignals _signals;
    private readonly UiLoop _loop;

    private TerminalApplication(ITerminalLine line, TerminalCapabilities capabilities, ITimeProvider clock, int lineRateBaud, bool takesSignals)
    {
        _line = line;
        _signals = new LoopSignals(line);
        AppDomain.CurrentDomain.UnhandledException += OnProcessEnds;
        AppDomain.CurrentDomain.ProcessExit += OnProcessEnds;
        if (takesSignals)
        {
            _signals.Register(); // before there is anything to put back
        }

        line.Enter();
        try
        {
            _output = new DiffOutput(line, capabilities, new Pacing(clock, lineRateBaud));
            var components = new LineComponents(line, _output);
            App = (IApplication)TerminalGuiAccess.NewApplication(components, clock);
            App.Init(DriverRegistry.Names.ANSI);
            _loop = new UiLoop(App, line, _output, components.Size, _signals, clock, lineRateBaud);
            _output.Enter();
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Terminal.Gui's application, for views. Run runnables with <see cref="Run"/>, not with its own loop.</summary>
    public IApplication App { get; }

    /// <summary>True where the terminal shows no colours.</summary>
    public bool IsMono { get; private init; }

    /// <summary>Name of the theme that suits the terminal; null for the default one.</summary>
    public string? Theme { get; private init; }

    /// <summary>True where the terminal is not known to show more than ASCII.</summary>
    public bool IsAscii { get; private init; }

    /// <summary>Number of the signal that ended <see cref="Run"/>, also for Ctrl-C, Ctrl-\ and a hang-up; 0 where none did.</summary>
    public int EndingSignal => _signals.EndingSignal;

    /// <summary>Called when Ctrl-Z or SIGTSTP is about to stop the process, on the thread of <see cref="Run"/>.</summary>
    public Action? OnStop
    {
        set => _loop.OnStop = value;
    }

    /// <summary>Called when the process goes on in the foreground, on the thread of <see cref="Run"/>.</summary>
    public Action? OnContinue
    {
        set => _loop.OnContinue = value;
    }

    internal DiffOutput Output => _output;

    internal UiLoop Loop => _loop;

    internal LoopSignals Signals => _signals;

    /// <summary>Takes over the terminal on standard input and output.</summary>
    /// <exception cref="TerminalException">There is none, or it cannot be used; nothing was changed.</exception>
    public static TerminalApplication Open(TerminalOptions options)
    {
        TerminalCapabilities capabilities = TerminalCapabilities.Detect(Environment.GetEnvironmentVariable, options);
        var tty = new Tty(options.Size, mayAsk: !capabilities.IsPlain);
        int lineRateBaud = options.LineRateBaud > 0 ? options.LineRateBaud : tty.SpeedBaud;
        tty.AwaitForeground();
        return On(tty, capabilities, new MonotonicTime(), lineRateBaud, takesSignals: true);
    }

    /// <summary>
    /// Shows <paramref name="runnable"/> and returns when it has stopped. May be called again from inside, on the same thread, for dialogs and
    /// pickers. Ctrl-L, Ctrl-Z, Ctrl-C and Ctrl-\ never reach the views.
    /// </summary>
    public void Run(IRunnable runnable)
    {
        // Terminal.Gui leaves its own behind where the first frame throws, and whoever awaits something afterwards waits for a loop that runs no more.
        SynchronizationContext? before = SynchronizationContext.Current;
        try
        {
            _loop.Run(runnable);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Runs <paramref name="action"/> on the thread of <see cref="Run"/>, between two frames. From any thread.</summary>
    public void Post(Action action) => _loop.Post(action);

    /// <summary>Ends every <see cref="Run"/>, the innermost first. From any thread.</summary>
    public void Stop() => _loop.Stop();

    /// <summary>Draws the whole screen again: somebody else wrote on it. On the thread of <see cref="Run"/>.</summary>
    public void Repaint() => _output.Invalidate();

    /// <summary>
    /// Sends the whole screen again once in <paramref name="period"/>, a row at a time: heals what the kernel's console or a wall(1) wrote over it.
    /// On the thread of <see cref="Run"/>, once.
    /// </summary>
    public void RepairEvery(TimeSpan period)
    {
        bool Repair()
        {
            _output.RepairNextRow();
            App.AddTimeout(period / Math.Max(1, _line.Size.Height), Repair);
            return false; // the next one is in: the screen may have other rows by now
        }

        Repair();
    }

    /// <summary>Lets every view draw itself again, as after a change of theme; what looks the same is not sent again. On the thread of
    /// <see cref="Run"/>.</summary>
    public void Redraw() => App.ClearScreenNextIteration = true;

    /// <summary>Puts the terminal back. From any thread, any number of times.</summary>
    public void Dispose()
    {
        PutBack();
        _signals.Dispose();
        AppDomain.CurrentDomain.UnhandledException -= OnProcessEnds;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessEnds;
        App.Dispose();
        _line.Dispose();
    }

    internal static TerminalApplication On(ITerminalLine line, TerminalCapabilities capabilities, ITimeProvider clock, int lineRateBaud, bool takesSignals = false) =>
        new(line, capabilities, clock, lineRateBaud, takesSignals)
        {
            IsMono = capabilities.ColorMode == ColorMode.Mono,
            Theme = capabilities.Theme,
            IsAscii = capabilities.Charset == Charset.Ascii,
        };

    private void OnProcessEnds(object? sender, EventArgs args) => PutBack();

    /// <summary>Leaves screen and modes as they were, no more: for a process that ends whatever its threads do. From any thread, any number of times.</summary>
    public void PutBack()
    {
        _output?.Leave(); // null where the constructor failed before
        _line.Leave();
    }
}
