using System.Collections.Immutable;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Drawing;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// Kernel functions by calls, and by time once function_graph times them:
/// <code>
/// FUNCTION            CALLS/S   CALLS     P99     MAX   TOTAL   ▼SELF
/// vfs_read              12.3k   12.3k  45.6µs  1.23ms   123ms  98.7ms
/// </code>
/// TOTAL is the time of the window's calls, callees included; SELF without them. What the idle task called stands last.
/// </summary>
internal sealed class FunctionPane : RowTable<FunctionRow, (string Name, string? Module)>
{
    public FunctionPane(Screen screen)
        : base(screen, FunctionTable.Table)
    {
    }

    public override string PaneTitle => "Functions";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.FunctionTracer, KeyAction.FunctionGraph, KeyAction.FunctionFilter];

    public override ImmutableArray<DetailPage> DetailPages => [DurationsOf(static row => row.Durations), WorstOf(static row => row.Worst), .. Breakdowns()];

    private IEnumerable<DetailPage> Breakdowns() =>
        TryGetDrilled(out FunctionRow? row) && row!.Address is ulong address && (Screen.Replay is not null || Screen.Control.State.Tracer is "function" or "function_graph")
            ? BreakdownPage.Of(Screen, row.IsIdle ? FunctionTable.IdleCalls : FunctionTable.Calls, address)
            : [];

    protected override string EmptyText => Screen.Control.State.Tracer is "function" or "function_graph"
        ? "no function was called yet"
        : "no functions traced: press f to count calls, g to time them, l to choose functions";

    protected override (string Name, string? Module) KeyOf(FunctionRow row) => (row.Name, row.Module);

    protected override void Describe(FunctionRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"Function {row.Name}", ThemeRole.Key));
        lines.Add(new TextLine(row.Module is null ? "part of the kernel itself" : $"module {row.Module}"));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "calls");
        Details.AddLatency(lines, row.Latency, Look, Screen.Replay is null ? "press g to time functions" : "not timed in this recording");
        if (row.SelfNs is long selfNs)
        {
            lines.Add(Details.Line("time without callees", Quantity.Text(to => Quantity.Duration(selfNs, Look.IsAscii, to))));
        }
    }
}
