using Ftop.Aggregation.Windows;
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

    private static int Compare(FunctionRow left, FunctionRow right)
    {
        int order = string.CompareOrdinal(left.Name, right.Name);
        return order != 0 ? order : string.CompareOrdinal(left.Module, right.Module);
    }
}
