using System.Collections.Immutable;
using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Terminal.Gui.Input;

namespace Ftop.Tui;

// What every key does: the one table from which the help, the key line, README's list and the answer to a key are made.
public sealed partial class AppWindow
{
    /// <summary>Every key, in the order of the help.</summary>
    internal static ImmutableArray<KeyEntry> Commands { get; } =
    [
        new(KeyAction.View, "0", "", "start screen: functions, system calls and CPUs", (window, _) => window.ShowView(0), Key.D0),
        new(KeyAction.View, "1", "", "Functions", (window, _) => window.ShowView(1), Key.D1),
        new(KeyAction.View, "2", "", "System calls; turns them on", (window, _) => window.ShowView(2), Key.D2),
        new(KeyAction.View, "3", "", "CPUs", (window, _) => window.ShowView(3), Key.D3),
        new(KeyAction.View, "4", "", "Events", (window, _) => window.ShowView(4), Key.D4),
        new(KeyAction.View, "5", "", "Processes", (window, _) => window.ShowView(5), Key.D5),
        new(KeyAction.View, "6", "", "Interrupts; turns irq events on", (window, _) => window.ShowView(6), Key.D6),
        new(KeyAction.View, "7", "", "Scheduling; turns sched events on", (window, _) => window.ShowView(7), Key.D7),
        new(KeyAction.View, "8", "", "Block I/O; turns block events on", (window, _) => window.ShowView(8), Key.D8),
        new(KeyAction.LatencyTracers, "9", "", "latency tracers: choose one", (window, _) => window.OpenLatencyTracers(), Key.D9) { Where = KeyScope.Live },
        new(KeyAction.ViewMenu, "v", "", "all views: choose one; turns its events on", (window, _) => window.OpenViews(), Key.V),
        new(KeyAction.ByFields, "b", "", "in Events: count the selected event by its fields", (window, _) => window.AskFields(), Key.B) { Where = KeyScope.Live },
        new(KeyAction.Pin, "P", "", "pin: keep on what this view turned on", (window, _) => window.Pin(), Key.P.WithShift) { Where = KeyScope.Live },
        new(KeyAction.Help, "? h F1", "Help", "this help", (window, _) => window.OpenHelp(), (Key)'?', Key.H, Key.F1),
        new(KeyAction.Quit, "q F10", "Quit", "quit; tracing is put back as it was", (window, _) => window.Quit(), Key.Q, Key.F10),
        new(KeyAction.FunctionTracer, "f", "Func", "function tracer on or off: counts calls", (window, _) => window.ToggleTracer("function"), Key.F) { Where = KeyScope.Live },
        new(KeyAction.FunctionGraph, "g", "Graph", "function_graph on or off: times calls", (window, _) => window.ToggleTracer("function_graph"), Key.G) { Where = KeyScope.Live },
        new(KeyAction.GraphTime, "w", "", "function_graph: time on the CPU, or wall time with sleeping in it", (window, _) => window.ToggleWallTime(), Key.W) { Where = KeyScope.Live },
        new(KeyAction.SystemCalls, "s", "Syscalls", "system calls on or off", (window, _) => window.SetSystemCalls(!window.State.SystemCallsOn), Key.S) { Where = KeyScope.Live },
        new(KeyAction.EventPicker, "e", "Events", "choose events: Space ticks, Enter is done", (window, _) => window.OpenEventPicker(), Key.E) { Where = KeyScope.Live },
        new(KeyAction.TracerPicker, "t", "Tracer", "choose the tracer", (window, _) => window.OpenTracerPicker("Tracer", window._control.AvailableTracers), Key.T) { Where = KeyScope.Live },
        new(KeyAction.PidFilter, "p", "Pid", "follow only these pids and their children; Tab completes", (window, _) => window.AskPids(), Key.P) { Where = KeyScope.Live },
        new(KeyAction.FunctionFilter, "l", "Limit", "trace only functions that match a glob; Tab completes", (window, _) => window.AskFunctions(), Key.L) { Where = KeyScope.Live },
        new(KeyAction.Probe, "K", "", "put a probe on a function, as in p:vfs_read n=$arg3; r:vfs_read times it; Tab completes", (window, _) => window.AskProbe(""), Key.K.WithShift) { Where = KeyScope.Live },
        new(KeyAction.AllOff, "X", "Off", "everything off at once", (window, _) => window.SwitchAllOff(), Key.X.WithShift) { Where = KeyScope.Live },
        new(KeyAction.Record, "r", "", "record from now to trace.dat; again to end", (window, _) => window.ToggleRecording(), Key.R) { Where = KeyScope.Live },
        new(KeyAction.SavePast, "R", "", "save the past, the last seconds or minutes, to trace.dat", (window, _) => window.SavePast(), Key.R.WithShift) { Where = KeyScope.Live },
        new(KeyAction.SaveWorst, "o", "", "in the details of a row with a longest span: save the past with it to trace.dat", (window, _) => window.SaveWorst(), Key.O) { Where = KeyScope.Live },
        new(KeyAction.Freeze, "Space", "Freeze", "freeze the screen, again to go on; play or stop a recording", (window, _) => window.FreezeOrPlay(), Key.Space),
        new(KeyAction.Drill, "Enter", "Open", "all about the selected row; follow the selected process", (window, _) => window.Drill(), Key.Enter),
        new(KeyAction.Back, "Esc", "", "back: out of help, lists and prompts, from a filter, a followed process, a view", (window, _) => window.GoBack(), Key.Esc),
        new(KeyAction.NextPane, "Tab", "", "next pane, or next view", (window, _) => window.GoToNeighbour(1), Key.Tab),
        new(KeyAction.PreviousPane, "S-Tab", "", "pane or view before", (window, _) => window.GoToNeighbour(-1), Key.Tab.WithShift),
        new(KeyAction.Zoom, "z", "", "this pane alone on the screen; again for all", (window, _) => window.Zoom(), Key.Z),
        new(KeyAction.Up, "Up k", "", "row up", (window, _) => window.Move(-1), Key.CursorUp, Key.K),
        new(KeyAction.Down, "Down j", "", "row down", (window, _) => window.Move(1), Key.CursorDown, Key.J),
        new(KeyAction.PageUp, "PgUp", "", "page up", (window, _) => window.Move(-window._active.PageRows), Key.PageUp),
        new(KeyAction.PageDown, "PgDn", "", "page down", (window, _) => window.Move(window._active.PageRows), Key.PageDown),
        new(KeyAction.First, "Home", "", "first row; of a recording the begin", (window, _) => window.GoToBegin(), Key.Home),
        new(KeyAction.Last, "End", "", "last row; of a recording the end", (window, _) => window.GoToEnd(), Key.End),
        new(KeyAction.SortLeft, "< Left", "", "sort by the column to the left; in a recording Left steps back", (window, key) => window.SortOrStep(-1, key == Key.CursorLeft), (Key)'<', Key.CursorLeft),
        new(KeyAction.SortRight, "> Right", "Sort", "sort by the column to the right; in a recording Right steps on", (window, key) => window.SortOrStep(1, key == Key.CursorRight), (Key)'>', Key.CursorRight),
        new(KeyAction.SortBy, "F6", "", "choose the column to sort by", (window, _) => window.OpenSort(), Key.F6),
        new(KeyAction.Invert, "I", "", "invert the order", (window, _) => window.InvertSort(), Key.I.WithShift),
        new(KeyAction.Search, "/ F3", "Find", "find a name while typing; Tab completes", (window, _) => window.AskSearch(), (Key)'/', Key.F3),
        new(KeyAction.FindNext, "n", "", "next match", (window, _) => window.Find(1), Key.N),
        new(KeyAction.FindPrevious, "N", "", "match before", (window, _) => window.Find(-1), Key.N.WithShift),
        new(KeyAction.Filter, "\\ F4", "Filter", "show only rows whose name contains a text", (window, _) => window.AskFilter(), (Key)'\\', Key.F4),
        new(KeyAction.Slower, "+", "", "longer windows, up to 60 s", (window, _) => window.SetDelay(DelaySteps.Longer(window.State.Delay)), (Key)'+'),
        new(KeyAction.Faster, "-", "", "shorter windows, down to 0.1 s, of a recording to 0.0001 s", (window, _) => window.SetDelay(DelaySteps.Shorter(window.State.Delay, window._options.Replay is not null)), (Key)'-'),
        new(KeyAction.Clear, "c", "Clear", "forget all counts", (window, _) => window.Clear(), Key.C),
        new(KeyAction.Mark, "m", "Mark", "count from now in a column of its own; again to end", (window, _) => window.Mark(), Key.M),
        new(KeyAction.StepBack, ",", "", "one window back in a recording", (window, _) => window._options.Replay!.Step(-1), (Key)',') { Where = KeyScope.Replay },
        new(KeyAction.StepForward, ".", "", "one window on in a recording", (window, _) => window._options.Replay!.Step(1), (Key)'.') { Where = KeyScope.Replay },
        new(KeyAction.HalfSpeed, "[", "", "play a recording at half the speed", (window, _) => window.MultiplySpeed(0.5), (Key)'[') { Where = KeyScope.Replay },
        new(KeyAction.DoubleSpeed, "]", "", "play a recording at double the speed", (window, _) => window.MultiplySpeed(2), (Key)']') { Where = KeyScope.Replay },
        new(KeyAction.GoTo, "G", "", "go to a time of a recording: seconds, a percentage, + or - seconds", (window, _) => window.AskTime(window._options.Replay!), Key.G.WithShift) { Where = KeyScope.Replay },
        new(KeyAction.Theme, "T", "", "choose a theme; moving shows it", (window, _) => window.OpenThemes(), Key.T.WithShift),
        new(KeyAction.Doctor, "D", "", "doctor: what works here and what does not", (window, _) => window.OpenDoctor(), Key.D.WithShift),
        new(KeyAction.Repaint, "Ctrl-L", "", "draw the screen again, in the size that the terminal now has", (window, _) => window.SetNeedsDraw(), Key.L.WithCtrl),
    ];

    private void Do(Key key)
    {
        bool isReplay = _options.Replay is not null;
        switch (Keys.EntryOf(key))
        {
            case null:
                Say(new Message(Keys.AnswerTo(key), MessageKind.Refused));
                return;
            case { Where: KeyScope.Live } when isReplay:
                RefuseChange();
                return;
            case { Where: KeyScope.Replay } when !isReplay:
                Say(OnlyRecordings);
                return;
            case KeyEntry entry:
                entry.Do(this, key);
                break;
        }

        if (isReplay)
        {
            RedrawState();
        }
        else
        {
            _status.SetStale();
        }
    }
}
