using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
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
    private readonly Column<FunctionRow> _perSec = RateColumns.PerSec<FunctionRow>("CALLS/S", row => row.Rates);
    private readonly Column<FunctionRow> _self;
    private readonly Column<FunctionRow> _total;
    private bool _isTimed;
    private bool _hasSelf;

    public FunctionPane(Screen screen)
        : base(screen)
    {
        NameColumn = new Column<FunctionRow>
        {
            Title = "FUNCTION",
            TitleNow = () => TitleOf(Screen.Window),
            MinWidth = 18,
            MaxWidth = 44,
            IsText = true,
            Format = FormatName,
            Compare = CompareNames,
        };
        _total = Timed("TOTAL", 1, row => row.TotalNs);
        _self = LatencyColumns.Of<FunctionRow>("SELF", 0, () => _hasSelf, row => row.SelfNs, row => row.IsIdle);
        UseColumns(
            NameColumn,
            _perSec,
            RateColumns.Over10Sec<FunctionRow>(8, row => row.Rates),
            RateColumns.Over60Sec<FunctionRow>(9, row => row.Rates),
            new Column<FunctionRow>
            {
                Title = "CALLS",
                MinWidth = 7,
                DropOrder = 4,
                IsPresent = () => _isTimed,
                Format = (FunctionRow row, Span<char> destination, in CellContext context) => context.Count(row.Rates.Count, context.Loss.InWindow, destination),
                Compare = (left, right) => left.Rates.Count.CompareTo(right.Rates.Count),
            },
            RateColumns.SinceStart<FunctionRow>("ALL", 7, row => row.Rates),
            Timed("AVG", 6, row => LatencyColumns.AverageNs(row.Latency)),
            Timed("P50", 5, row => row.Latency?.P50Ns),
            Timed("P99", 3, row => row.Latency?.P99Ns),
            Timed("MAX", 2, row => row.Latency?.MaxNs),
            _total,
            _self);
    }

    public override string PaneTitle => "Functions";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.FunctionTracer, KeyAction.FunctionGraph, KeyAction.FunctionFilter];

    protected override Column<FunctionRow> NameColumn { get; }

    protected override Column<FunctionRow> DefaultSort => _hasSelf ? _self : _isTimed ? _total : _perSec;

    protected override string EmptyText => Screen.Control.State.Tracer is "function" or "function_graph"
        ? "no function was called yet"
        : "no functions traced: press f to count calls, g to time them, l to choose functions";

    protected override IReadOnlyList<FunctionRow> RowsOf(WindowSnapshot window) => window.Functions;

    protected override void OnRows(IReadOnlyList<FunctionRow> rows)
    {
        _isTimed = _hasSelf = false;
        for (int i = 0; i < rows.Count && !(_isTimed && _hasSelf); i++)
        {
            _isTimed |= rows[i].TotalNs is not null;
            _hasSelf |= rows[i].SelfNs is not null;
        }
    }

    protected override (string Name, string? Module) KeyOf(FunctionRow row) => (row.Name, row.Module);

    protected override long SinceStart(FunctionRow row) => row.Rates.SinceStart;

    protected override int CompareNames(FunctionRow left, FunctionRow right)
    {
        int order = string.CompareOrdinal(left.Name, right.Name);
        return order != 0 ? order : string.CompareOrdinal(left.Module, right.Module);
    }

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

    private static int FormatName(FunctionRow row, Span<char> destination, in CellContext context)
    {
        int length = SafeText.Write(row.Name, destination);
        if (row.Module is not null)
        {
            length += SafeText.Write(" [", destination[length..]);
            length += SafeText.Write(row.Module, destination[length..]);
            length += SafeText.Write("]", destination[length..]);
        }

        return length;
    }

    private Column<FunctionRow> Timed(string title, int dropOrder, Func<FunctionRow, long?> ns) =>
        LatencyColumns.Of(title, dropOrder, () => _isTimed, ns, row => row.IsIdle);

    // What its times are of, where there are times.
    private static string TitleOf(WindowSnapshot? window) => window?.IsWallTime switch
    {
        null => "FUNCTION",
        true => "FUNCTION wall time",
        false => "FUNCTION CPU time",
    };
}
