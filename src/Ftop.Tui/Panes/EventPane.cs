using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// Event types by count:
/// <code>
/// EVENT                        ▼COUNT/S     10s     60s   TOTAL
/// sched:sched_switch               4.5k    4.4k    4.1k    234k
/// </code>
/// </summary>
internal sealed class EventPane : RowTable<EventRow, (string System, string Name)>
{
    private readonly Dictionary<string, Measure> _measures = [];

    public EventPane(Screen screen, string paneTitle)
        : base(screen, EventTable.Table) => PaneTitle = paneTitle;

    public override string PaneTitle { get; }

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.EventPicker, KeyAction.SystemCalls];

    public override ImmutableArray<DetailPage> DetailPages => TryGetDrilled(out EventRow? row) && IsTraced(row!) ? [.. BreakdownPage.Of(Screen, MeasureOf($"{row!.System}:{row.Name}"))] : [];

    // Of ftrace's own events functions have a view.
    private bool IsTraced(EventRow row) => row.System != "ftrace" && (Screen.Replay is not null || EventSet.IsOn(Screen.Control.State.Events, $"{row.System}:{row.Name}"));

    // One for each event: what is broken down keeps its place in the tables.
    private Measure MeasureOf(string name)
    {
        ref Measure? measure = ref CollectionsMarshal.GetValueRefOrAddDefault(_measures, name, out _);
        return measure ??= new Measure("events", EventRule.Count(name, KeyField.Is("event", name)));
    }

    protected override string EmptyText =>
        Screen.Control.State.Events.IsEmpty ? "no events are on: press e to choose events, s for system calls" : "no event occurred yet";

    protected override (string System, string Name) KeyOf(EventRow row) => (row.System, row.Name);

    protected override void Describe(EventRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"Event {row.System}:{row.Name}", ThemeRole.Key));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "events");
    }
}
