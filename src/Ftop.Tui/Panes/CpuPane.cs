using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// Every CPU's events, as a share of the highest rate of the last 60 windows and over time, and what its buffer lost:
/// <code>
/// CPU▲ EVENTS/S SHARE    HISTORY                    LOST
///    0    12.3k ███████  ▁▂▃▅▇█▆▅▃▂▂▁                  0
/// </code>
/// </summary>
internal sealed class CpuPane : RowTable<CpuRow, int>
{
    public CpuPane(Screen screen)
        : base(screen)
    {
        NameColumn = new Column<CpuRow>
        {
            Title = "CPU",
            MinWidth = 4,
            IsText = true,
            Format = (CpuRow row, Span<char> destination, in CellContext _) => row.Cpu.TryFormat(destination, out int length) ? length : 0,
            Compare = CompareNames,
        };
        UseColumns(
            NameColumn,
            new Column<CpuRow>
            {
                Title = "EVENTS/S",
                MinWidth = 9,
                Format = (CpuRow row, Span<char> destination, in CellContext context) => context.Rate(row.EventsPerSec, destination),
                Compare = (left, right) => left.EventsPerSec.CompareTo(right.EventsPerSec),
            },
            new Column<CpuRow>
            {
                Title = "SHARE",
                MinWidth = 8,
                MaxWidth = 20,
                DropOrder = 2,
                IsText = true,
                Format = FormatBar,
                RoleOf = row => row.Lost > 0 ? ThemeRole.BarHigh : ThemeRole.Bar,
            },
            new Column<CpuRow>
            {
                Title = "HISTORY",
                MinWidth = 20,
                MaxWidth = CpuHistory.Length,
                DropOrder = 4,
                IsText = true,
                Format = FormatHistory,
                RoleOf = _ => ThemeRole.Bar,
            },
            Lost("LOST", 0, row => row.Lost),
            Lost("MISSED", 5, row => row.Missed),
            Lost("OVERRUN", 6, row => row.Overrun),
            Lost("DROPPED", 7, row => row.Dropped),
            Lost("LOST ALL", 1, row => row.LostSinceStart),
            new Column<CpuRow>
            {
                Title = "TOTAL",
                MinWidth = 7,
                DropOrder = 3,
                Format = (CpuRow row, Span<char> destination, in CellContext context) =>
                    context.Count(row.EventsSinceStart, context.Loss.SinceStart, destination),
                Compare = (left, right) => left.EventsSinceStart.CompareTo(right.EventsSinceStart),
            });
    }

    public override string PaneTitle => "CPUs";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.SystemCalls, KeyAction.EventPicker];

    protected override Column<CpuRow> NameColumn { get; }

    protected override Column<CpuRow> DefaultSort => NameColumn;

    protected override string EmptyText => "waiting for the first window";

    protected override IReadOnlyList<CpuRow> RowsOf(WindowSnapshot window) => window.Cpus;

    protected override int KeyOf(CpuRow row) => row.Cpu;

    protected override long SinceStart(CpuRow row) => row.EventsSinceStart;

    protected override int CompareNames(CpuRow left, CpuRow right) => left.Cpu.CompareTo(right.Cpu);

    protected override Loss LossOf(CpuRow row) => new(row.Lost > 0, row.Lost > 0, row.Lost > 0, row.LostSinceStart > 0);

    protected override void Describe(CpuRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"CPU {row.Cpu}", ThemeRole.Key));
        lines.Add(new TextLine(""));
        var context = new CellContext(Look, LossOf(row));
        lines.Add(Details.Line("events in the window", Quantity.Text(to => context.Count(row.Events, context.Loss.InWindow, to))));
        lines.Add(Details.Line("per second", Quantity.Text(to => context.Rate(row.EventsPerSec, to))));
        lines.Add(Details.Line("since start or clear", Quantity.Text(to => context.Count(row.EventsSinceStart, context.Loss.SinceStart, to))));
        lines.Add(new TextLine(""));
        AddLoss(lines, "lost in the window", row.Lost);
        AddLoss(lines, "missed by the reader", row.Missed);
        AddLoss(lines, "overrun (overwritten)", row.Overrun);
        AddLoss(lines, "dropped (refused)", row.Dropped);
        AddLoss(lines, "lost since start", row.LostSinceStart);
    }

    private static void AddLoss(List<TextLine> lines, string label, long count) =>
        lines.Add(Details.Line(label, Quantity.Text(to => Quantity.Count(count, to)), count > 0 ? ThemeRole.Error : ThemeRole.Normal));

    private static Column<CpuRow> Lost(string title, int dropOrder, Func<CpuRow, long> count) => new()
    {
        Title = title,
        MinWidth = Math.Max(7, title.Length + 1),
        DropOrder = dropOrder,
        Format = (CpuRow row, Span<char> destination, in CellContext _) => Quantity.Count(count(row), destination),
        Compare = (left, right) => count(left).CompareTo(count(right)),
        RoleOf = row => count(row) > 0 ? ThemeRole.Error : ThemeRole.Dim,
    };

    private int FormatBar(CpuRow row, Span<char> destination, in CellContext context)
    {
        double share = Screen.History.Highest > 0 ? Math.Clamp(row.EventsPerSec / Screen.History.Highest, 0, 1) : 0;
        int length = (int)Math.Ceiling(share * destination.Length);
        destination[..length].Fill(context.Look.BarCell);
        return length;
    }

    private int FormatHistory(CpuRow row, Span<char> destination, in CellContext context)
    {
        int length = Math.Min(destination.Length, CpuHistory.Length);
        string cells = context.Look.SparkCells;
        for (int ago = 0; ago < length; ago++)
        {
            double rate = Screen.History.At(row.Cpu, ago);
            int level = rate > 0 ? 1 + (int)(rate / Screen.History.Highest * (cells.Length - 1.001)) : 0;
            destination[length - 1 - ago] = cells[Math.Clamp(level, 0, cells.Length - 1)];
        }

        return length;
    }
}
