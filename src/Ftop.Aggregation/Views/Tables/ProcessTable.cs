using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using static Ftop.Aggregation.Views.Tables.TableColumns;

namespace Ftop.Aggregation.Views.Tables;

/// <summary>Tasks by the events they caused.</summary>
public static class ProcessTable
{
    private static readonly Func<ProcessRow, Rates> RatesOf = static row => row.Rates;

    private static readonly TableColumn<ProcessRow> Pid = new("pid", "TID", ColumnUnit.Identity, 0, static row => row.Pid);
    private static readonly TableColumn<ProcessRow> Comm = Key<ProcessRow>(
        "comm", "THREAD", (16, 32), static (left, right) => string.CompareOrdinal(left.Comm, right.Comm), new TextPart<ProcessRow>(static row => row.Comm));

    private static readonly TableColumn<ProcessRow> PerSec = PerSec<ProcessRow>("EVENTS/S", RatesOf);
    private static readonly TableColumn<ProcessRow> Count = Count<ProcessRow>("events", "EVENTS", 0, RatesOf);
    private static readonly TableColumn<ProcessRow> SystemCalls = new("syscalls", "SYSCALLS/S", ColumnUnit.PerWindow, 6, static row => row.SystemCalls) { TextTitle = "sys calls" };

    private static readonly Func<ProcessRow, bool> HasTimes = static row => row.Times is not null;

    /// <summary>Where a task's time went in the window; there while that is measured.</summary>
    public static ImmutableArray<TableColumn<ProcessRow>> Times { get; } =
    [
        Time("runNs", "RUN", 1, static row => row.Times?.RunNs), Time("waitNs", "WAIT", 2, static row => row.Times?.WaitNs),
        Time("sleepNs", "SLEEP", 5, static row => row.Times?.SleepNs), Time("diskNs", "DISK", 3, static row => row.Times?.DiskNs),
        Time("irqNs", "IRQ", 4, static row => row.Times?.IrqNs),
    ];

    /// <summary>The table.</summary>
    public static TableDefinition<ProcessRow> Table { get; } = new(Comm, static window => window.Processes)
    {
        Screen = [Pid, Comm, .. Times, PerSec, SystemCalls, PerSec10(8, RatesOf), PerSec60(9, RatesOf), Total("TOTAL", 7, RatesOf)],
        Text = [Count, PerSec, SystemCalls, .. Times, Pid, Comm],
        Json = [Pid, Comm, Count, SystemCalls, .. Times],
        Sorts = [PerSec],
        Order = static (left, right) => left.Pid.CompareTo(right.Pid),
        Rates = RatesOf,
    };

    private static TableColumn<ProcessRow> Time(string id, string title, int dropOrder, Func<ProcessRow, long?> ns) =>
        Duration(id, title, dropOrder, HasTimes, ns) with { IsOptional = true };
}
