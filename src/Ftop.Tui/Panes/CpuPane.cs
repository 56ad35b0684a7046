using System.Collections.Immutable;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// Every CPU's events, as a share of the highest rate of the last 60 windows and over time, and what its buffer lost; while it is measured what its time goes to, and
/// in place of the history of events that of the time in which it was not idle:
/// <code>
/// CPU▲ EVENTS/S SHARE    HISTORY                    LOST
///    0    12.3k ███████  ▁▂▃▅▇█▆▅▃▂▂▁                  0
/// </code>
/// </summary>
internal sealed class CpuPane : RowTable<CpuRow, int>
{
    public CpuPane(Screen screen)
        : base(screen, CpuTable.Table)
    {
        InsertBefore(
            "lost",
            new Column<CpuRow>
            {
                Title = "SHARE",
                MinWidth = 8,
                MaxWidth = 20,
                DropOrder = 5,
                IsText = true,
                Format = FormatBar,
                RoleOf = row => row.Lost > 0 ? ThemeRole.BarHigh : ThemeRole.Bar,
            },
            new Column<CpuRow>
            {
                Title = "HISTORY",
                MinWidth = 20,
                MaxWidth = CpuHistory.Length,
                DropOrder = 2,
                IsText = true,
                Format = FormatHistory,
                RoleOf = _ => ThemeRole.Bar,
            });
    }

    public override string PaneTitle => "CPUs";

    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.SystemCalls, KeyAction.EventPicker];

    protected override string EmptyText => "waiting for the first window";

    protected override int KeyOf(CpuRow row) => row.Cpu;

    protected override long SinceStart(CpuRow row) => row.EventsSinceStart;

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
            double share = row.Times is null ? Screen.History.At(row.Cpu, ago) / Screen.History.Highest : Screen.History.BusyAt(row.Cpu, ago) / 100;
            int level = share > 0 ? 1 + (int)(share * (cells.Length - 1.001)) : 0;
            destination[length - 1 - ago] = cells[Math.Clamp(level, 0, cells.Length - 1)];
        }

        return length;
    }
}
