using System.Collections.Immutable;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// Event types by count, of every system or of one (irq, sched, block):
/// <code>
/// EVENT                        ▼COUNT/S     10s     60s   TOTAL
/// sched:sched_switch               4.5k    4.4k    4.1k    234k
/// </code>
/// </summary>
internal sealed class EventPane : RowTable<EventRow, (string System, string Name)>
{
    private readonly string? _system;

    public EventPane(Screen screen, string paneTitle, string? system)
        : base(screen, EventTable.Table)
    {
        PaneTitle = paneTitle;
        _system = system;
    }

    public override string PaneTitle { get; }

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.EventPicker, KeyAction.SystemCalls];

    protected override string EmptyText => _system is not null
        ? EventSet.IsAnyOn(Screen.Control.State.Events, _system)
            ? $"no {_system} event occurred yet"
            : $"no {_system} events are on: press e to choose events"
        : Screen.Control.State.Events.IsEmpty ? "no events are on: press e to choose events, s for system calls" : "no event occurred yet";

    protected override bool IsShown(EventRow row) => _system is null || row.System == _system;

    protected override (string System, string Name) KeyOf(EventRow row) => (row.System, row.Name);

    protected override void Describe(EventRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"Event {row.System}:{row.Name}", ThemeRole.Key));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "events");
    }
}
