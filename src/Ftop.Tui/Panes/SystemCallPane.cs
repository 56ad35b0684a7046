using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// System calls by count, errors and time:
/// <code>
/// SYSTEM CALL   ▼COUNT/S   ERR/S     P50     P99     MAX   TOTAL  TOP ERRNO
/// openat            1.2k     345  2.10µs  45.6µs  1.23ms   56.7k  ENOENT
/// </code>
/// </summary>
internal sealed class SystemCallPane : RowTable<SystemCallRow, string>
{
    private static readonly Measure Calls = new(
        "syscalls", EventRule.Begin("raw_syscalls:sys_enter", Match.Task, KeyField.Of("id")), EventRule.End("raw_syscalls:sys_exit", Match.Task));

    public SystemCallPane(Screen screen)
        : base(screen, SystemCallTable.Table)
    {
    }

    public override string PaneTitle => "System calls";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.SystemCalls, KeyAction.PidFilter];

    public override ImmutableArray<DetailPage> DetailPages =>
        [
            DurationsOf(static row => row.Durations), WorstOf(static row => row.Worst), new FailedPage(Screen, () => TryGetDrilled(out SystemCallRow? row) ? row!.Failed : null),
            .. Breakdowns(),
        ];

    // By the kernel's own numbers: those of another ABI are not told from them by their events.
    private IEnumerable<DetailPage> Breakdowns() =>
        TryGetDrilled(out SystemCallRow? row) && !row!.Name.Contains('(', StringComparison.Ordinal) && Screen.Control.State.SystemCallsOn
            ? BreakdownPage.Of(Screen, Calls, (ulong)row.Nr)
            : [];

    protected override string EmptyText => Screen.Control.State.SystemCallsOn ? "no system call returned yet" : "no system calls traced: press s";

    // A recording does not tell what was on: then it is what is in it.
    private bool AreEntersTraced => Screen.Window is { Events: { IsDefault: false } on } && on.Any(static name => name is "raw_syscalls" or "raw_syscalls:sys_enter");

    protected override string KeyOf(SystemCallRow row) => row.Name;

    protected override void Describe(SystemCallRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"System call {row.Name} (number {row.Nr})", ThemeRole.Key));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "calls");
        lines.Add(Details.Line("begun, not returned", Quantity.Text(to => Quantity.Count(row.InProgress, to))));
        Details.AddLatency(lines, row.Latency, Look, AreEntersTraced ? "comes with the next window" : "only exits are traced");
        lines.Add(new TextLine(""));
        ThemeRole role = row.Errors > 0 ? ThemeRole.Warning : ThemeRole.Normal;
        lines.Add(Details.Line("errors in the window", Quantity.Text(to => Quantity.Count(row.Errors, to)), role));
        foreach (ErrnoCount error in row.Errnos.IsDefault ? [] : row.Errnos)
        {
            double percent = 100.0 * error.Count / Math.Max(1, row.Errors);
            lines.Add(new TextLine($"{Details.Line(error.Errno, Quantity.Text(to => Quantity.Count(error.Count, to))).Text} {percent,4:F0}%"));
        }
    }
}
