using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Input;
using Ftop.Tui.Text;

namespace Ftop.Tui.Panes;

/// <summary>
/// Threads by the events they caused; Enter follows one alone:
/// <code>
///     TID THREAD          ▼EVENTS/S SYSCALLS/S   TOTAL
///    1234 dd                  45.6k      22.8k   1.23M
/// </code>
/// </summary>
internal sealed class ProcessPane : RowTable<ProcessRow, int>
{
    private readonly Column<ProcessRow> _perSec = RateColumns.PerSec<ProcessRow>("EVENTS/S", row => row.Rates);

    public ProcessPane(Screen screen)
        : base(screen)
    {
        NameColumn = new Column<ProcessRow>
        {
            Title = "THREAD",
            MinWidth = 16,
            MaxWidth = 32,
            IsText = true,
            Format = (ProcessRow row, Span<char> destination, in CellContext _) => SafeText.Write(row.Comm, destination),
            Compare = (left, right) => string.CompareOrdinal(left.Comm, right.Comm),
        };
        UseColumns(
            new Column<ProcessRow>
            {
                Title = "TID",
                MinWidth = 7,
                Format = (ProcessRow row, Span<char> destination, in CellContext _) => row.Pid.TryFormat(destination, out int length) ? length : 0,
                Compare = CompareNames,
            },
            NameColumn,
            _perSec,
            new Column<ProcessRow>
            {
                Title = "SYSCALLS/S",
                MinWidth = 11,
                DropOrder = 1,
                Format = FormatSystemCalls,
                Compare = (left, right) => left.SystemCalls.CompareTo(right.SystemCalls),
            },
            RateColumns.Over10Sec<ProcessRow>(3, row => row.Rates),
            RateColumns.Over60Sec<ProcessRow>(4, row => row.Rates),
            RateColumns.Total<ProcessRow>(2, row => row.Rates));
    }

    public override string PaneTitle => "Processes";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.PidFilter, KeyAction.SystemCalls];

    protected override Column<ProcessRow> NameColumn { get; }

    protected override Column<ProcessRow> DefaultSort => _perSec;

    protected override string EmptyText => Screen.Control.State.Events.IsEmpty && !Screen.Control.State.SystemCallsOn
        ? "nothing is traced: press s for system calls, e to choose events"
        : "no thread caused an event yet";

    protected override IReadOnlyList<ProcessRow> RowsOf(WindowSnapshot window) => window.Processes;

    protected override int KeyOf(ProcessRow row) => row.Pid;

    protected override long SinceStart(ProcessRow row) => row.Rates.SinceStart;

    protected override int CompareNames(ProcessRow left, ProcessRow right) => left.Pid.CompareTo(right.Pid);

    /// <summary>Not used: Enter on a task sets the pid filter.</summary>
    protected override void Describe(ProcessRow row, List<TextLine> lines) => Details.AddRates(lines, row.Rates, Look, LossOf(row), "events");

    private int FormatSystemCalls(ProcessRow row, Span<char> destination, in CellContext context) =>
        context.Rate(Screen.Window is { WindowSec: > 0 } window ? row.SystemCalls / window.WindowSec : row.SystemCalls, destination);
}
