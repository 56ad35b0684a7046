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
    private static readonly TableColumn<ProcessRow> SystemCalls = new("syscalls", "SYSCALLS/S", ColumnUnit.PerWindow, 1, static row => row.SystemCalls) { TextTitle = "sys calls" };

    /// <summary>The table.</summary>
    public static TableDefinition<ProcessRow> Table { get; } = new(Comm, static window => window.Processes)
    {
        Screen = [Pid, Comm, PerSec, SystemCalls, PerSec10(3, RatesOf), PerSec60(4, RatesOf), Total("TOTAL", 2, RatesOf)],
        Text = [Count, PerSec, SystemCalls, Pid, Comm],
        Json = [Pid, Comm, Count, SystemCalls],
        Sorts = [PerSec],
        Order = static (left, right) => left.Pid.CompareTo(right.Pid),
        Rates = RatesOf,
    };
}
