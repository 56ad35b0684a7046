using System.Collections.Immutable;
using System.Drawing;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Control;
using Ftop.Tui.Panes;

namespace Ftop.Tui;

// The start screen: functions and system calls side by side, CPUs below. Where one of the two has nothing to show, what keeps the machine busy stands there.
public sealed partial class AppWindow
{
    private const int LeastRowsWithNote = 4;

    // Interrupts come first where they are most of what happens, until they are a small part of it.
    private const double ManyInterrupts = 0.5;
    private const double FewInterrupts = 0.2;

    private bool _isIrqStorm;

    private bool IsStartScreen => _view.Definition.Digit == 0;

    /// <summary>Puts the panes on the start screen that have something to show; true where they are others than before.</summary>
    private bool ChooseStartPanes()
    {
        ImmutableArray<TablePane> panes = [.. StartPanes()];
        if (panes.SequenceEqual(_views[0].Panes) || (_isZoomed && IsStartScreen))
        {
            return false;
        }

        bool isShown = IsStartScreen;
        ImmutableArray<Measure> before = MeasuresOf(_views[0]);
        int active = _views[0].Panes.IndexOf(_active);
        _views = _views.SetItem(0, _views[0] with { Panes = panes });
        if (isShown)
        {
            _view = _views[0];
            if (_options.Replay is null && !before.SequenceEqual(MeasuresOf(_view)))
            {
                WatchView();
            }

            Activate(panes.Contains(_active) ? _active : panes[Math.Max(0, active)]);
        }

        return isShown;
    }

    private IEnumerable<TablePane> StartPanes()
    {
        WindowSnapshot? window = _screen.Window;
        using IEnumerator<TablePane> others = (window is null ? [] : Busiest(window)).GetEnumerator();
        yield return IsTracingFunctions || window?.Functions.Count > 0 || !others.MoveNext() ? PaneOf("functions") : others.Current;
        yield return window?.SystemCalls.Count > 0 || (_options.Replay is null && State.SystemCallsOn) || !others.MoveNext() ? PaneOf("syscalls") : others.Current;
        yield return PaneOf("cpus");
    }

    private bool IsTracingFunctions => _options.Replay is null && State.Tracer is "function" or "function_graph";

    // Those that have rows. A recording has every view measured; of the running kernel that would cost something.
    private IEnumerable<TablePane> Busiest(WindowSnapshot window)
    {
        double irqs = ShareOfInterrupts(window);
        _isIrqStorm = irqs > (_isIrqStorm ? FewInterrupts : ManyInterrupts) && CanShowInterrupts;
        if (_isIrqStorm)
        {
            yield return PaneOf("irqs");
        }

        if (window.Processes.Count > 0)
        {
            yield return PaneOf("processes");
        }

        if (!_isIrqStorm && _options.Replay is not null && Measured(window) is TablePane measured)
        {
            yield return measured;
        }

        if (window.ByEvent.Count > 0)
        {
            yield return PaneOf("events");
        }
    }

    private bool CanShowInterrupts => _views.First(view => view.Definition.Id == "irqs").Definition.Needs.All(
        need => _options.Replay is not null || (EventSet.IsOn(State.Events, need) && EventSet.IsAnyOf(_control.AvailableEvents, need)));

    private static double ShareOfInterrupts(WindowSnapshot window)
    {
        long count = 0;
        foreach (EventRow row in window.ByEvent)
        {
            count += row.System == "irq" ? row.Rates.Count : 0;
        }

        return (double)count / Math.Max(1, window.Total.Events);
    }

    private TablePane? Measured(WindowSnapshot window) =>
        window.Measures.Where(table => !table.Rows.IsEmpty).MaxBy(table => table.Rows.Sum(row => row.Rates.SinceStart)) is MeasureTable busiest
            ? _views.FirstOrDefault(view => view.Definition.Measures.Contains(busiest.Measure))?.Panes[0]
            : null;

    private TablePane PaneOf(string id) => _views.First(view => view.Definition.Id == id).Panes[0];

    // On the start screen the tables of CPUs and tasks are without their times: what those need is not all on.
    private ImmutableArray<Measure> MeasuresOf(ScreenView view) =>
    [
        .. view.Panes
            .Select(pane => _views.First(other => other.Definition.Digit != 0 && other.Panes.Contains(pane)).Definition)
            .Where(definition => view.Definition.Digit != 0 || !definition.Columns.IsEmpty)
            .SelectMany(definition => definition.Measures),
    ];

    // Two places side by side where both are readable, CPUs below them with as many rows as there are CPUs, up to a third.
    private void ArrangeStartScreen(Rectangle body)
    {
        (TablePane first, TablePane second, TablePane cpus) = (_view.Panes[0], _view.Panes[1], _view.Panes[2]);
        int third = body.Height / 3;
        int cpuRows = Math.Clamp((_screen.Window?.Cpus.Length ?? 1) + 1, Math.Min(LeastPaneRows, third), Math.Max(1, third));
        Rectangle upper = body with { Height = body.Height - cpuRows };
        Place(cpus, new Rectangle(0, upper.Bottom, body.Width, cpuRows));
        if (body.Width >= SideBySideColumns)
        {
            int left = (upper.Width - 1) / 2;
            Place(first, _notes[0], NoteOnFunctions(first), upper with { Width = left });
            Place(_gap, upper with { X = left, Width = 1 });
            Place(second, _notes[1], NoteOnSystemCalls(second), upper with { X = left + 1, Width = upper.Width - left - 1 });
        }
        else
        {
            int top = upper.Height / 2;
            Place(first, _notes[0], NoteOnFunctions(first), upper with { Height = top });
            Place(second, _notes[1], NoteOnSystemCalls(second), upper with { Y = upper.Y + top, Height = upper.Height - top });
        }
    }

    // Where there are few rows the bottom line's keys must do.
    private static void Place(TablePane pane, NotePane note, string text, Rectangle frame)
    {
        note.Note = text;
        bool hasNote = text.Length > 0 && frame.Height >= LeastRowsWithNote;
        Place(pane, hasNote ? frame with { Height = frame.Height - 1 } : frame);
        Place(note, hasNote ? frame with { Y = frame.Bottom - 1, Height = 1 } : default);
    }

    private string NoteOnFunctions(TablePane pane) => pane is FunctionPane || _screen.Window is null ? ""
        : _options.Replay is not null ? "no functions in the recording so far"
        : _control.AvailableTracers.Contains("function") ? "functions: f counts calls, g times them"
        : "functions cannot be traced: D says why";

    private string NoteOnSystemCalls(TablePane pane) => pane is SystemCallPane || _screen.Window is null ? ""
        : _options.Replay is not null ? "no system calls in the recording so far"
        : "system calls: s turns them on";
}
