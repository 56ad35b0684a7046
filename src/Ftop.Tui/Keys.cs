using System.Collections.Frozen;
using System.Collections.Immutable;
using Ftop.Tui.Input;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace Ftop.Tui;

/// <summary>The keys of the live screen: the one table from which the help, the key line and the key's action are made.</summary>
public static class Keys
{
    /// <summary>Every key, in the order of the help.</summary>
    public static ImmutableArray<KeyEntry> Table { get; } =
    [
        new(KeyAction.View, "0", "", "start screen: functions, system calls and CPUs", Key.D0),
        new(KeyAction.View, "1", "", "Functions", Key.D1),
        new(KeyAction.View, "2", "", "System calls; turns them on", Key.D2),
        new(KeyAction.View, "3", "", "CPUs", Key.D3),
        new(KeyAction.View, "4", "", "Events", Key.D4),
        new(KeyAction.View, "5", "", "Processes", Key.D5),
        new(KeyAction.View, "6", "", "Interrupts; turns irq events on", Key.D6),
        new(KeyAction.View, "7", "", "Scheduling; turns sched events on", Key.D7),
        new(KeyAction.View, "8", "", "Block I/O; turns block events on", Key.D8),
        new(KeyAction.View, "9", "", "latency tracers: choose one", Key.D9),
        new(KeyAction.ViewMenu, "v", "", "all views: choose one; turns its events on", Key.V),
        new(KeyAction.Pin, "P", "", "pin: keep on what this view turned on", Key.P.WithShift),
        new(KeyAction.Help, "? h F1", "Help", "this help", (Key)'?', Key.H, Key.F1),
        new(KeyAction.Quit, "q F10", "Quit", "quit; tracing is put back as it was", Key.Q, Key.F10),
        new(KeyAction.FunctionTracer, "f", "Func", "function tracer on or off: counts calls", Key.F),
        new(KeyAction.FunctionGraph, "g", "Graph", "function_graph on or off: times calls", Key.G),
        new(KeyAction.GraphTime, "w", "", "function_graph: time on the CPU, or wall time with sleeping in it", Key.W),
        new(KeyAction.SystemCalls, "s", "Syscalls", "system calls on or off", Key.S),
        new(KeyAction.EventPicker, "e", "Events", "choose events: Space ticks, Enter is done", Key.E),
        new(KeyAction.TracerPicker, "t", "Tracer", "choose the tracer", Key.T),
        new(KeyAction.PidFilter, "p", "Pid", "follow only these pids and their children; Tab completes", Key.P),
        new(KeyAction.FunctionFilter, "l", "Limit", "trace only functions that match a glob; Tab completes", Key.L),
        new(KeyAction.AllOff, "X", "Off", "everything off at once", Key.X.WithShift),
        new(KeyAction.Record, "r", "", "record from now to trace.dat; again to end", Key.R),
        new(KeyAction.SavePast, "R", "", "save the past, the last seconds or minutes, to trace.dat", Key.R.WithShift),
        new(KeyAction.Freeze, "Space", "Freeze", "freeze the screen, again to go on; play or stop a recording", Key.Space),
        new(KeyAction.Drill, "Enter", "Open", "all about the selected row; follow the selected process", Key.Enter),
        new(KeyAction.Back, "Esc", "", "back: out of help, lists and prompts, from a filter, a followed process, a view", Key.Esc),
        new(KeyAction.NextPane, "Tab", "", "next pane, or next view", Key.Tab),
        new(KeyAction.PreviousPane, "S-Tab", "", "pane or view before", Key.Tab.WithShift),
        new(KeyAction.Zoom, "z", "", "this pane alone on the screen; again for all", Key.Z),
        new(KeyAction.Up, "Up k", "", "row up", Key.CursorUp, Key.K),
        new(KeyAction.Down, "Down j", "", "row down", Key.CursorDown, Key.J),
        new(KeyAction.PageUp, "PgUp", "", "page up", Key.PageUp),
        new(KeyAction.PageDown, "PgDn", "", "page down", Key.PageDown),
        new(KeyAction.First, "Home", "", "first row; of a recording the begin", Key.Home),
        new(KeyAction.Last, "End", "", "last row; of a recording the end", Key.End),
        new(KeyAction.SortLeft, "< Left", "", "sort by the column to the left; in a recording Left steps back", (Key)'<', Key.CursorLeft),
        new(KeyAction.SortRight, "> Right", "Sort", "sort by the column to the right; in a recording Right steps on", (Key)'>', Key.CursorRight),
        new(KeyAction.SortBy, "F6", "", "choose the column to sort by", Key.F6),
        new(KeyAction.Invert, "I", "", "invert the order", Key.I.WithShift),
        new(KeyAction.Search, "/ F3", "Find", "find a name while typing; Tab completes", (Key)'/', Key.F3),
        new(KeyAction.FindNext, "n", "", "next match", Key.N),
        new(KeyAction.FindPrevious, "N", "", "match before", Key.N.WithShift),
        new(KeyAction.Filter, "\\ F4", "Filter", "show only rows whose name contains a text", (Key)'\\', Key.F4),
        new(KeyAction.Slower, "+", "", "longer windows, up to 60 s", (Key)'+'),
        new(KeyAction.Faster, "-", "", "shorter windows, down to 0.1 s, of a recording to 0.0001 s", (Key)'-'),
        new(KeyAction.Clear, "c", "Clear", "forget all counts", Key.C),
        new(KeyAction.Mark, "m", "Mark", "count from now in a column of its own; again to end", Key.M),
        new(KeyAction.StepBack, ",", "", "one window back in a recording", (Key)','),
        new(KeyAction.StepForward, ".", "", "one window on in a recording", (Key)'.'),
        new(KeyAction.HalfSpeed, "[", "", "play a recording at half the speed", (Key)'['),
        new(KeyAction.DoubleSpeed, "]", "", "play a recording at double the speed", (Key)']'),
        new(KeyAction.GoTo, "G", "", "go to a time of a recording: seconds, a percentage, + or - seconds", Key.G.WithShift),
        new(KeyAction.Theme, "T", "", "choose a theme; moving shows it", Key.T.WithShift),
        new(KeyAction.Doctor, "D", "", "doctor: what works here and what does not", Key.D.WithShift),
        new(KeyAction.Repaint, "Ctrl-L", "", "draw the screen again, in the size that the terminal now has", Key.L.WithCtrl),
    ];

    private static FrozenDictionary<KeyCode, KeyAction> ActionsByKey { get; } =
        Table.SelectMany(entry => entry.Keys.Select(key => KeyValuePair.Create(key.KeyCode, entry.Action))).ToFrozenDictionary();

    /// <summary>What keys without a meaning here do in htop.</summary>
    private static FrozenDictionary<KeyCode, string> InHtop { get; } = new Dictionary<KeyCode, string>
    {
        [KeyCode.F2] = "setup",
        [KeyCode.F5] = "tree",
        [KeyCode.F7] = "nice",
        [KeyCode.F8] = "nice",
        [KeyCode.F9] = "kill",
    }.ToFrozenDictionary();

    /// <summary>The answer to a key that has no meaning.</summary>
    internal static string AnswerTo(Key key) => InHtop.TryGetValue(key.KeyCode, out string? deed)
        ? $"{key} ({deed} in htop) does nothing here; ? lists the keys"
        : $"{key} does nothing here; ? lists the keys";

    internal static KeyAction ActionOf(Key key) => ActionsByKey.GetValueOrDefault(key.KeyCode);
}
