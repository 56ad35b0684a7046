using System.Collections.Immutable;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

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

    /// <summary>Of a recording; of the running kernel Enter follows the task.</summary>
    protected override void Describe(ProcessRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"Task {row.Pid} {SafeText.Of(row.Comm)}", ThemeRole.Key));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "events");
        lines.Add(Details.Line("system calls", Quantity.Text(to => Quantity.Count(row.SystemCalls, to))));
    }
}
