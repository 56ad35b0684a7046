using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Views.Tables;

/// <summary>CPUs: every one has its row. The pane puts its charts between these columns.</summary>
public static class CpuTable
{
    private static readonly TableColumn<CpuRow> Cpu = new("cpu", "CPU", ColumnUnit.Identity, 0, static row => row.Cpu) { Width = (4, 4) };
    private static readonly TableColumn<CpuRow> PerSec = new("eventsPerSec", "EVENTS/S", ColumnUnit.PerSec, 0, static row => row.EventsPerSec);
    private static readonly TableColumn<CpuRow> Events = new("events", "EVENTS", ColumnUnit.InWindow, 0, static row => row.Events);
    private static readonly TableColumn<CpuRow> Missed = Loss("missed", "MISSED", 6, static row => row.Missed);
    private static readonly TableColumn<CpuRow> Overrun = Loss("overrun", "OVERRUN", 7, static row => row.Overrun);
    private static readonly TableColumn<CpuRow> Dropped = Loss("dropped", "DROPPED", 8, static row => row.Dropped);

    private static readonly Func<CpuRow, bool> HasTimes = static row => row.Times is not null;

    /// <summary>Shares of the CPU's time; there while they are measured.</summary>
    public static ImmutableArray<TableColumn<CpuRow>> Shares { get; } =
    [
        Share("runPercent", "RUN%", static row => row.Times?.Percent.Run), Share("softirqPercent", "SOFT%", static row => row.Times?.Percent.Softirq),
        Share("irqPercent", "IRQ%", static row => row.Times?.Percent.Irq), Share("idlePercent", "IDLE%", static row => row.Times?.Percent.Idle),
    ];

    /// <summary>The table.</summary>
    public static TableDefinition<CpuRow> Table { get; } = new(Cpu, static window => window.Cpus)
    {
        Screen =
        [
            Cpu, .. Shares, PerSec, Loss("lost", "LOST", 0, static row => row.Lost), Missed, Overrun, Dropped, Loss("lostSinceStart", "LOST ALL", 1, static row => row.LostSinceStart),
            new("total", "TOTAL", ColumnUnit.SinceStart, 3, static row => row.EventsSinceStart),
        ],
        Text = [Events, PerSec, .. Shares, Missed, Overrun, Dropped, Cpu],
        Json = [Cpu, Events, PerSec, Missed, Overrun, Dropped, .. Shares],
        Sorts = [Cpu],
        Order = static (left, right) => left.Cpu.CompareTo(right.Cpu),
    };

    private static TableColumn<CpuRow> Loss(string id, string title, int dropOrder, Func<CpuRow, long> count) =>
        new(id, title, ColumnUnit.Losses, dropOrder, row => count(row));

    private static TableColumn<CpuRow> Share(string id, string title, Func<CpuRow, double?> percent) => new(id, title, ColumnUnit.Percent, 0, percent) { Width = (5, 5), IsKnown = HasTimes, IsOptional = true };
}
