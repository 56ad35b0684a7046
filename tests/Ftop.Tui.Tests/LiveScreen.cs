using System.Collections.Immutable;
using System.Reactive.Subjects;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Terminal;
using Ftop.Tui.Themes;
using NSubstitute;

namespace Ftop.Tui.Tests;

/// <summary>The live screen on a headless terminal, over windows and a control that the test plays.</summary>
internal sealed class LiveScreen : IDisposable
{
    private readonly Subject<WindowSnapshot> _windows = new();

    public LiveScreen(
        int columns = 80,
        int rows = 24,
        bool isAscii = false,
        int initialView = 0,
        Action<ITracingControl>? arrange = null,
        TerminalCapabilities? capabilities = null,
        int lineRateBaud = 0,
        ThemeCatalog? themes = null,
        IReplayControl? replay = null,
        Func<Task>? end = null,
        IObservable<string>? steps = null,
        params ImmutableArray<ViewDefinition> ownViews)
    {
        Terminal = new HeadlessTerminal(columns, rows, capabilities, lineRateBaud);
        Themes = themes ?? ThemeCatalog.Load([]);
        Themes = Terminal.Application.IsMono ? Themes.WithoutColors() : Themes;
        Control = NewControl();
        arrange?.Invoke(Control);
        Window = new AppWindow(_windows, Control, new AppOptions
        {
            Post = Terminal.Application.Post,
            Themes = Themes,
            IsAscii = isAscii || Terminal.Application.IsAscii,
            InitialView = initialView,
            Replay = replay,
            End = end,
            OwnViews = ownViews,
            StartingSteps = steps,
            Time = new LoopTime(Terminal.Clock),
            DoctorText = () => "tracefs    mounted\nfunction   CONFIG_FUNCTION_TRACER is not set",
        });
        Terminal.Start(Window);
    }

    public HeadlessTerminal Terminal { get; }

    public ITracingControl Control { get; }

    public AppWindow Window { get; }

    public ThemeCatalog Themes { get; }

    public string Text => Terminal.Text;

    /// <summary>The last message, or pids and events.</summary>
    public string SecondRow => Terminal.Rows[1];

    public static TracingState Nothing { get; } = new()
    {
        Tracer = "nop",
        Events = [],
        Pids = [],
        FunctionFilter = "",
        SystemCallsOn = false,
        Delay = TimeSpan.FromSeconds(1),
        BufferSizeKb = 16384,
        BufferFillPercent = 12,
    };

    /// <summary>What live starts with: system calls, interrupts, switches.</summary>
    public static TracingState Started { get; } = Nothing with { Events = ["irq", "raw_syscalls", "sched:sched_switch"], SystemCallsOn = true };

    /// <summary>A control that does at once what it is asked to.</summary>
    public static ITracingControl NewControl()
    {
        ITracingControl control = Substitute.For<ITracingControl>();
        TracingState state = Started;
        control.State.Returns(_ => state);
        control.AvailableTracers.Returns(["function_graph", "function", "wakeup_rt", "nop"]);
        control.AvailableEvents.Returns(["block:block_rq_issue", "irq:irq_handler_entry", "irq:irq_handler_exit", "sched:sched_switch", "sched:sched_wakeup"]);
        control.SetTracer("").ReturnsForAnyArgs(call => Done($"tracer {call.Arg<string>()} is on", state = state with { Tracer = call.Arg<string>() }));
        control.SetSystemCalls(true).ReturnsForAnyArgs(call => Done($"system calls {Word(call.Arg<bool>())}", state = state with { SystemCallsOn = call.Arg<bool>() }));
        control.SetEvents("", true).ReturnsForAnyArgs(call => Done(
            $"{call.Arg<string>()} {Word(call.Arg<bool>())}",
            state = state with { Events = Changed(state.Events, call.Arg<string>(), call.Arg<bool>()) }));
        control.SetWallTime(true).ReturnsForAnyArgs(call => Done("time", state = state with { IsWallTime = call.Arg<bool>() }));
        control.SetPids([]).ReturnsForAnyArgs(call => Done("pids", state = state with { Pids = call.Arg<ImmutableArray<int>>() }));
        control.SetFunctionFilter("").ReturnsForAnyArgs(call => Done("filter", state = state with { FunctionFilter = call.Arg<string>() }));
        control.MakeProbe("").ReturnsForAnyArgs(call => call.Arg<string>().Contains("vfs_raed", StringComparison.Ordinal)
            ? Task.FromResult(new ControlOutcome(false, "column 3: the kernel has no function vfs_raed"))
            : Done("probe ftop_1:vfs_read on", state = state with { Events = [.. state.Events, "ftop_1"] }));
        control.CompleteFunction("").ReturnsForAnyArgs(call =>
            Task.FromResult(Completion.Of(call.Arg<string>(), ["vfs_write", "vfs_read", "vfs_readlink", "vfs_readv", "kfree"])));
        control.SavePast().Returns(_ => Done("the past is in trace.dat", state));
        control.ToggleRecording().Returns(_ => Done("recording to trace.dat", state));
        control.AllOff().Returns(_ => Done("everything is off", state = Nothing));
        control.When(x => x.SetDelay(Arg.Any<TimeSpan>())).Do(call => state = state with { Delay = call.Arg<TimeSpan>() });
        return control;
    }

    public LiveScreen Show(params ReadOnlySpan<WindowSnapshot> windows)
    {
        foreach (WindowSnapshot window in windows)
        {
            _windows.OnNext(window);
        }

        Terminal.Settle();
        return this;
    }

    public LiveScreen Type(string keys)
    {
        Terminal.Type(keys);
        return this;
    }

    /// <summary>Esc alone, which the decoder takes for one only when nothing follows for a while.</summary>
    public LiveScreen Escape()
    {
        Terminal.Press(global::Terminal.Gui.Input.Key.Esc);
        return this;
    }

    public void EndOfTrace()
    {
        _windows.OnCompleted();
        Terminal.Settle();
    }

    public int RowOf(string text) => Array.FindIndex(Terminal.Rows, row => row.Contains(text, StringComparison.Ordinal));

    public void Dispose()
    {
        Terminal.Dispose();
        Window.Dispose();
        _windows.Dispose();
    }

    private static Task<ControlOutcome> Done(string message, TracingState _) => Task.FromResult(new ControlOutcome(true, message));

    private static string Word(bool on) => on ? "on" : "off";

    private static ImmutableArray<string> Changed(ImmutableArray<string> events, string name, bool on)
    {
        ImmutableArray<string> others = events.RemoveAll(known => known == name || known.StartsWith(name + ":", StringComparison.Ordinal));
        return on ? [.. others, name] : others;
    }

    // The loop's virtual time for what counts seconds.
    private sealed class LoopTime(global::Terminal.Gui.Time.VirtualTimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => clock.Now.Ticks;
    }
}
