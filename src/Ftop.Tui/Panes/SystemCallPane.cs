using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
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
    private readonly Column<SystemCallRow> _perSec = RateColumns.PerSec<SystemCallRow>("COUNT/S", row => row.Rates);
    private bool _isTimed;

    public SystemCallPane(Screen screen)
        : base(screen)
    {
        NameColumn = new Column<SystemCallRow>
        {
            Title = "SYSTEM CALL",
            MinWidth = 15,
            MaxWidth = 24,
            IsText = true,
            Format = (SystemCallRow row, Span<char> destination, in CellContext _) => SafeText.Write(row.Name, destination),
            Compare = CompareNames,
        };
        UseColumns(
            NameColumn,
            _perSec,
            new Column<SystemCallRow>
            {
                Title = "ERR/S",
                MinWidth = 7,
                DropOrder = 1,
                Format = FormatErrors,
                Compare = (left, right) => left.Errors.CompareTo(right.Errors),
                RoleOf = row => row.Errors > 0 ? ThemeRole.Warning : ThemeRole.Dim,
            },
            Timed("P50", 4, row => row.Latency?.P50Ns),
            Timed("P99", 2, row => row.Latency?.P99Ns),
            Timed("MAX", 3, row => row.Latency?.MaxNs),
            Timed("TIME", 7, row => row.Latency?.TotalNs),
            RateColumns.Over10Sec<SystemCallRow>(8, row => row.Rates),
            RateColumns.Over60Sec<SystemCallRow>(9, row => row.Rates),
            RateColumns.Total<SystemCallRow>(5, row => row.Rates),
            new Column<SystemCallRow>
            {
                Title = "TOP ERRNO",
                MinWidth = 10,
                MaxWidth = 15,
                DropOrder = 6,
                IsText = true,
                Format = (SystemCallRow row, Span<char> destination, in CellContext _) =>
                    row.Errnos.IsDefaultOrEmpty ? 0 : SafeText.Write(row.Errnos[0].Errno, destination),
            });
    }

    public override string PaneTitle => "System calls";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.SystemCalls, KeyAction.PidFilter];

    protected override Column<SystemCallRow> NameColumn { get; }

    protected override Column<SystemCallRow> DefaultSort => _perSec;

    protected override string EmptyText => Screen.Control.State.SystemCallsOn ? "no system call returned yet" : "no system calls traced: press s";

    protected override IReadOnlyList<SystemCallRow> RowsOf(WindowSnapshot window) => window.SystemCalls;

    protected override void OnRows(IReadOnlyList<SystemCallRow> rows)
    {
        _isTimed = false;
        foreach (SystemCallRow row in rows)
        {
            _isTimed |= row.Latency is not null;
        }
    }

    protected override string KeyOf(SystemCallRow row) => row.Name;

    protected override long SinceStart(SystemCallRow row) => row.Rates.SinceStart;

    protected override int CompareNames(SystemCallRow left, SystemCallRow right) => string.CompareOrdinal(left.Name, right.Name);

    protected override void Describe(SystemCallRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"System call {row.Name} (number {row.Nr})", ThemeRole.Key));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "calls");
        lines.Add(Details.Line("begun, not returned", Quantity.Text(to => Quantity.Count(row.InProgress, to))));
        Details.AddLatency(lines, row.Latency, Look, "only exits are traced");
        lines.Add(new TextLine(""));
        ThemeRole role = row.Errors > 0 ? ThemeRole.Warning : ThemeRole.Normal;
        lines.Add(Details.Line("errors in the window", Quantity.Text(to => Quantity.Count(row.Errors, to)), role));
        foreach (ErrnoCount error in row.Errnos.IsDefault ? [] : row.Errnos)
        {
            double percent = 100.0 * error.Count / Math.Max(1, row.Errors);
            lines.Add(new TextLine($"{Details.Line(error.Errno, Quantity.Text(to => Quantity.Count(error.Count, to))).Text} {percent,4:F0}%"));
        }
    }

    private int FormatErrors(SystemCallRow row, Span<char> destination, in CellContext context) =>
        context.Rate(Screen.Window is { WindowSec: > 0 } window ? row.Errors / window.WindowSec : row.Errors, destination);

    private Column<SystemCallRow> Timed(string title, int dropOrder, Func<SystemCallRow, long?> ns) =>
        LatencyColumns.Of(title, dropOrder, () => _isTimed, ns);
}
