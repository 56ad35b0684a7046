using System.Collections.Immutable;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Input;

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
    public ProcessPane(Screen screen)
        : base(screen, ProcessTable.Table)
    {
    }

    public override string PaneTitle => "Processes";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.PidFilter, KeyAction.SystemCalls];

    protected override string EmptyText => Screen.Control.State.Events.IsEmpty && !Screen.Control.State.SystemCallsOn
        ? "nothing is traced: press s for system calls, e to choose events"
        : "no thread caused an event yet";

    protected override int KeyOf(ProcessRow row) => row.Pid;

    /// <summary>Not used: Enter on a task sets the pid filter.</summary>
    protected override void Describe(ProcessRow row, List<TextLine> lines) => Details.AddRates(lines, row.Rates, Look, LossOf(row), "events");
}
