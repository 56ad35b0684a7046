using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Decoding;
using static Ftop.Aggregation.Views.Tables.TableColumns;

namespace Ftop.Aggregation.Views.Tables;

/// <summary>Kernel functions. Their TOTAL is the time of the window's calls, callees included; SELF without them; ALL counts calls since the start.</summary>
public static class FunctionTable
{
    private static readonly Func<FunctionRow, bool> IsTimed = static row => row.TotalNs is not null;
    private static readonly Func<FunctionRow, Rates> RatesOf = static row => row.Rates;

    private static readonly TableColumn<FunctionRow> Name = Key<FunctionRow>("function", "FUNCTION", (18, 44), Compare, new(static row => row.Name), new(static row => row.Module, " [", "]"));
    private static readonly TableColumn<FunctionRow> PerSec = PerSec<FunctionRow>("CALLS/S", RatesOf);
    private static readonly TableColumn<FunctionRow> Count = Count<FunctionRow>("count", "CALLS", 4, RatesOf) with { IsKnown = IsTimed };
    private static readonly TableColumn<FunctionRow> P50 = Duration<FunctionRow>("p50Ns", "P50", 5, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.P50Ns : null);
    private static readonly TableColumn<FunctionRow> P99 = Duration<FunctionRow>("p99Ns", "P99", 3, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.P99Ns : null);
    private static readonly TableColumn<FunctionRow> Max = Duration<FunctionRow>("maxNs", "MAX", 2, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.MaxNs : null);
    private static readonly TableColumn<FunctionRow> Total = Duration<FunctionRow>("totalNs", "TOTAL", 1, IsTimed, static row => row.TotalNs);
    private static readonly TableColumn<FunctionRow> Self = Duration<FunctionRow>("selfNs", "SELF", 0, static row => row.SelfNs is not null, static row => row.SelfNs);

    // TRACE_FLAG_HARDIRQ, SOFTIRQ and NMI; conditions are written without hexadecimals.
    private static readonly string Interrupted = $"(common_flags & {EventContext.InterruptFlags})";

    /// <summary>Calls, as the function tracer counts them, or function_graph their returns: what rows are broken down of.</summary>
    public static Measure Calls { get; } = new(
        "functions",
        EventRule.Count("ftrace:function", new KeyField("function", "ip")),
        Returns("common_pid != 0"),
        Returns($"common_pid == 0 && {Interrupted} != 0"));

    /// <summary>Calls of the idle task outside of interrupts, which have rows of their own.</summary>
    public static Measure IdleCalls { get; } = new("functions", Returns($"common_pid == 0 && {Interrupted} == 0"));

    /// <summary>The table.</summary>
    public static TableDefinition<FunctionRow> Table { get; } = new(Name, static window => window.Functions)
    {
        Screen =
        [
            Name, PerSec, PerSec10(8, RatesOf), PerSec60(9, RatesOf), Count, Total("ALL", 7, RatesOf),
            Duration<FunctionRow>("avgNs", "AVG", 6, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.TotalNs / known.Samples : null),
            P50, P99, Max, Total, Self,
        ],
        Text = [Count, PerSec, Total, Self, P50, P99, Max, Name],
        Json = [Key<FunctionRow>("name", static row => row.Name), Key<FunctionRow>("module", static row => row.Module), Count, PerSec, Total, Self, P50, P99, Max],
        Sorts = [Self, Total, PerSec],
        Order = Compare,
        Rates = RatesOf,
        IsLast = static row => row.IsIdle,
        Meaning = static window => window.IsWallTime switch
        {
            null => null,
            true => "wall time",
            false => "CPU time",
        },
    };

    private static EventRule Returns(string when) => EventRule.Count("ftrace:funcgraph_exit", new KeyField("function", "func")) with { When = when };

    private static int Compare(FunctionRow left, FunctionRow right)
    {
        int order = string.CompareOrdinal(left.Name, right.Name);
        return order != 0 ? order : string.CompareOrdinal(left.Module, right.Module);
    }
}
