using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
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
    private readonly Column<EventRow> _perSec = RateColumns.PerSec<EventRow>("COUNT/S", row => row.Rates);

    public EventPane(Screen screen, string paneTitle, string? system)
        : base(screen)
    {
        PaneTitle = paneTitle;
        _system = system;
        NameColumn = new Column<EventRow>
        {
            Title = "EVENT",
            MinWidth = 20,
            MaxWidth = 44,
            IsText = true,
            Format = FormatName,
            Compare = CompareNames,
        };
        UseColumns(
            NameColumn,
            _perSec,
            RateColumns.Over10Sec<EventRow>(2, row => row.Rates),
            RateColumns.Over60Sec<EventRow>(3, row => row.Rates),
            RateColumns.Total<EventRow>(1, row => row.Rates));
    }

    public override string PaneTitle { get; }

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.EventPicker, KeyAction.SystemCalls];

    protected override Column<EventRow> NameColumn { get; }

    protected override Column<EventRow> DefaultSort => _perSec;

    protected override string EmptyText => _system is not null
        ? EventSet.IsAnyOn(Screen.Control.State.Events, _system)
            ? $"no {_system} event occurred yet"
            : $"no {_system} events are on: press e to choose events"
        : Screen.Control.State.Events.IsEmpty ? "no events are on: press e to choose events, s for system calls" : "no event occurred yet";

    protected override IReadOnlyList<EventRow> RowsOf(WindowSnapshot window) => window.ByEvent;

    protected override bool IsShown(EventRow row) => _system is null || row.System == _system;

    protected override (string System, string Name) KeyOf(EventRow row) => (row.System, row.Name);

    protected override long SinceStart(EventRow row) => row.Rates.SinceStart;

    protected override int CompareNames(EventRow left, EventRow right)
    {
        int order = string.CompareOrdinal(left.System, right.System);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    protected override void Describe(EventRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"Event {row.System}:{row.Name}", ThemeRole.Key));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "events");
    }

    private static int FormatName(EventRow row, Span<char> destination, in CellContext context)
    {
        int length = SafeText.Write(row.System, destination);
        length += SafeText.Write(":", destination[length..]);
        return length + SafeText.Write(row.Name, destination[length..]);
    }
}
