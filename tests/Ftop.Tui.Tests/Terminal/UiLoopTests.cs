using System.Text;
using Ftop.Tui.Terminal;
using Ftop.Tui.Terminal.Application;
using Terminal.Gui.Drawing;
using Terminal.Gui.Input;
using Terminal.Gui.Time;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace Ftop.Tui.Tests;

public sealed class UiLoopTests
{
    [Fact]
    public void FirstFrame_IsThereAfterStart()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        Assert.Equal("hello", terminal.Rows[0]);
        Assert.True(terminal.Line.IsRaw);
    }

    // Of the thread: what is awaited after the screen must not wait for its loop.
    [Fact]
    public void FirstFrameThatThrows_LeavesNoContextBehind()
    {
        var line = new MemoryLine(40, 6);
        SynchronizationContext? after = new();
        var thread = new Thread(() =>
        {
            using var application = TerminalApplication.On(line, new TerminalCapabilities { ColorMode = ColorMode.Mono, Charset = Charset.Utf8, CanHideCursor = true, HasAlternateScreen = true }, new VirtualTimeProvider(), 0);
            using var top = new Runnable();
            top.DrawingContent += (_, _) => throw new InvalidOperationException("a fault");
            Assert.Throws<InvalidOperationException>(() => application.Run(top));
            after = SynchronizationContext.Current;
        });
        thread.Start();
        thread.Join();
        Assert.Null(after);
    }

    [Fact]
    public void Key_ReachesTheTopRunnable()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        List<Key> seen = Record(top);
        terminal.Start(top);
        terminal.Type("q\e[B");
        terminal.Press(Key.F5, (Key)'?');
        Assert.Equal([Key.Q, Key.CursorDown, Key.F5, (Key)'?'], seen);
    }

    [Fact]
    public void Esc_DoesNotEndTheTopRunnable()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        List<Key> seen = Record(top);
        terminal.Start(top);
        terminal.Type("\e");
        terminal.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Empty(seen);
        terminal.Advance(TimeSpan.FromMilliseconds(30));
        Assert.Equal([Key.Esc], seen);
        Assert.False(terminal.HasEnded);
    }

    [Fact]
    public void UnhandledEsc_DoesNotEndTheTopRunnable()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Press(Key.Esc);
        Assert.False(terminal.HasEnded);
    }

    [Fact]
    public void CtrlZ_LeavesTheScreenUntilContinued()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Line.TakeSent();
        terminal.Type("\u001a");
        Assert.Equal(1, terminal.Line.Stops);
        Assert.False(terminal.Line.IsRaw);
        Assert.Contains("\e[?1049l", Encoding.UTF8.GetString(terminal.Line.TakeSent()), StringComparison.Ordinal);
        terminal.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(terminal.Line.TakeSent());
        terminal.Application.Signals.Raise(LoopSignal.Continued);
        terminal.Settle();
        Assert.True(terminal.Line.IsRaw);
        Assert.Contains("hello", Encoding.UTF8.GetString(terminal.Line.TakeSent()), StringComparison.Ordinal);
    }

    [Fact]
    public void CtrlZ_TellsBeforeTheStopAndAfterIt()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        List<string> told = [];
        terminal.Application.OnStop = () => told.Add($"stop {terminal.Line.Stops}");
        terminal.Application.OnContinue = () => told.Add($"continue {terminal.Line.IsRaw}");
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Type("\u001a");
        terminal.Application.Signals.Raise(LoopSignal.Continued);
        terminal.Settle();
        Assert.Equal(["stop 0", "continue True"], told);
    }

    [Fact]
    public void ContinuedInTheBackground_StopsAgainWithoutTouchingTheTerminal()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        bool isContinued = false;
        terminal.Application.OnContinue = () => isContinued = true;
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Type("\u001a");
        terminal.Line.TakeSent();
        terminal.Line.IsForeground = false;
        terminal.Application.Signals.Raise(LoopSignal.Continued);
        terminal.Settle();
        Assert.Equal(1, terminal.Line.Stops);
        terminal.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, terminal.Line.Stops);
        Assert.False(terminal.Line.IsRaw);
        Assert.Empty(terminal.Line.TakeSent());
        terminal.Line.IsForeground = true;
        terminal.Application.Signals.Raise(LoopSignal.Continued);
        terminal.Settle();
        Assert.True(terminal.Line.IsRaw && isContinued);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StoppedJobThatIsToEnd_EndsWithoutTouchingTheTerminal(bool isContinuedFirst)
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Type("\u001a");
        terminal.Line.TakeSent();
        terminal.Line.IsForeground = false;
        if (isContinuedFirst)
        {
            terminal.Application.Signals.Raise(LoopSignal.Continued);
            terminal.Settle();
        }

        terminal.Application.Signals.End(15);
        terminal.Application.Signals.Raise(LoopSignal.Continued);
        terminal.Settle();
        Assert.True(terminal.HasEnded);
        terminal.Application.PutBack();
        Assert.Equal(1, terminal.Line.Stops);
        Assert.False(terminal.Line.IsRaw);
        Assert.Empty(terminal.Line.TakeSent());
    }

    [Fact]
    public void OutputThatWasHeldBack_FlowsAgainForTheEnd()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Line.TakeSent();
        terminal.Line.IsStopped = true;
        terminal.Application.PutBack();
        string sent = Encoding.UTF8.GetString(terminal.Line.TakeSent());
        Assert.Contains("\e[?1049l", sent, StringComparison.Ordinal);
        Assert.Contains("\e[?25h", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void LineThatTakesNothing_IsEmptiedForTheEnd()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Line.TakeSent();
        terminal.Line.Room = 0;
        terminal.Line.TimesOut = true;
        terminal.Application.PutBack();
        terminal.Line.TimesOut = false;
        Assert.Contains("\e[?1049l", Encoding.UTF8.GetString(terminal.Line.TakeSent()), StringComparison.Ordinal);
    }

    [Fact]
    public void CtrlL_SendsTheScreenAgain()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Line.TakeSent();
        terminal.Type("\u000c");
        string sent = Encoding.UTF8.GetString(terminal.Line.TakeSent());
        Assert.Contains("hello", sent[sent.IndexOf("\e[2J", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void HangUp_EndsAsSighupDoes()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Line.IsHungUp = true;
        terminal.Settle();
        Assert.True(terminal.HasEnded);
        Assert.Equal(1, terminal.Application.EndingSignal);
    }

    [Fact]
    public void NestedRun_TakesKeysUntilItStopsAndGivesTheScreenBack()
    {
        using var terminal = new HeadlessTerminal(40, 12);
        using Runnable top = Screen("hello");
        string log = "";
        top.KeyDown += (_, key) =>
        {
            if (key == Key.F1)
            {
                using var dialog = new Dialog { Title = "Help", Width = 20, Height = 5, BorderStyle = LineStyle.Single };
                terminal.Application.Run(dialog);
                log += "closed ";
            }

            log += key + " ";
            key.Handled = true;
        };
        terminal.Start(top);
        terminal.Press(Key.F1);
        Assert.Contains("Help", terminal.Text, StringComparison.Ordinal);
        Assert.Equal("", log);
        terminal.Press(Key.Esc);
        Assert.DoesNotContain("Help", terminal.Text, StringComparison.Ordinal);
        Assert.Equal("closed F1 ", log);
        terminal.Type("x\eOPy\e[23~");
        Assert.Contains("Help", terminal.Text, StringComparison.Ordinal);
        Assert.Equal("closed F1 x ", log);
    }

    [Fact]
    public void Stop_EndsNestedRunsToo()
    {
        using var terminal = new HeadlessTerminal(40, 12);
        using Runnable top = Screen("hello");
        using var dialog = new Dialog { Width = 20, Height = 5 };
        terminal.Start(top);
        terminal.Application.Post(() => terminal.Application.Run(dialog));
        terminal.Settle();
        Assert.True(dialog.IsRunning);
        terminal.Application.Stop();
        terminal.Settle();
        Assert.True(terminal.HasEnded);
    }

    [Fact]
    public async Task Post_RunsOnTheLoopsThread()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        int thread = 0;
        await Task.Run(() => terminal.Application.Post(() => thread = Environment.CurrentManagedThreadId), TestContext.Current.CancellationToken);
        terminal.Settle();
        Assert.Equal(terminal.Application.App.MainThreadId, thread);
    }

    [Fact]
    public void Idle_DoesNotWake()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        int ticks = 0;
        terminal.Application.Post(() => terminal.Application.App.AddTimeout(TimeSpan.FromSeconds(1), () => ++ticks > 0));
        terminal.Settle();
        long before = terminal.Application.Loop.WakeUps;
        terminal.Clock.Advance(TimeSpan.FromMilliseconds(1001));
        terminal.Settle();
        Assert.Equal(1, ticks);
        Assert.InRange(terminal.Application.Loop.WakeUps - before, 1, 2);
    }

    [Fact]
    public void Resize_LaysOutAgain()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        top.Add(new Label { Text = "end", Y = Pos.AnchorEnd(1) });
        terminal.Start(top);
        terminal.Resize(20, 4);
        Assert.Equal(4, terminal.Rows.Length);
        Assert.Equal("end", terminal.Rows[3]);
    }

    [Theory]
    [InlineData("\u0003", 2)]
    [InlineData("\u001c", 3)]
    public void KeyOfASignal_EndsAsTheSignalDoes(string key, int signal)
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        terminal.Start(top);
        terminal.Type(key);
        Assert.True(terminal.HasEnded);
        Assert.Equal(signal, terminal.Application.EndingSignal);
    }

    [Fact]
    public void ExceptionInAView_ReachesTheCaller()
    {
        using var terminal = new HeadlessTerminal(40, 6);
        using Runnable top = Screen("hello");
        top.KeyDown += (_, _) => throw new InvalidDataException("boom");
        terminal.Start(top);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => terminal.Type("x"));
        Assert.IsType<InvalidDataException>(exception.InnerException);
    }

    private static Runnable Screen(string text)
    {
        var top = new Runnable { BorderStyle = LineStyle.None };
        top.Add(new Label { Text = text });
        return top;
    }

    private static List<Key> Record(Runnable top)
    {
        List<Key> seen = [];
        top.KeyDown += (_, key) =>
        {
            seen.Add(new Key(key));
            key.Handled = true;
        };
        return seen;
    }
}
