using Ftop.Aggregation.Windows;
using static Ftop.Aggregation.Views.Tables.TableColumns;

namespace Ftop.Aggregation.Views.Tables;

/// <summary>System calls by count, errors and time.</summary>
public static class SystemCallTable
{
    private static readonly Func<SystemCallRow, bool> IsTimed = static row => row.Latency is not null;
    private static readonly Func<SystemCallRow, Rates> RatesOf = static row => row.Rates;

    private static readonly TableColumn<SystemCallRow> Name = Key<SystemCallRow>("name", "SYSTEM CALL", (15, 24), Compare, new TextPart<SystemCallRow>(static row => row.Name));
    private static readonly TableColumn<SystemCallRow> PerSec = PerSec<SystemCallRow>("COUNT/S", RatesOf);
    private static readonly TableColumn<SystemCallRow> Count = Count<SystemCallRow>("count", "CALLS", 0, RatesOf);
    private static readonly TableColumn<SystemCallRow> Errors = new("errors", "ERR/S", ColumnUnit.Errors, 1, static row => row.Errors) { TextTitle = "errors" };
    private static readonly TableColumn<SystemCallRow> Errnos = new("errnos", "TOP ERRNO", ColumnUnit.Tally, 6, static _ => null) { Width = (10, 15), Tally = static row => row.Errnos };
    private static readonly TableColumn<SystemCallRow> P50 = Duration<SystemCallRow>("p50Ns", "P50", 4, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.P50Ns : null);
    private static readonly TableColumn<SystemCallRow> P99 = Duration<SystemCallRow>("p99Ns", "P99", 2, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.P99Ns : null);
    private static readonly TableColumn<SystemCallRow> Max = Duration<SystemCallRow>("maxNs", "MAX", 3, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.MaxNs : null);

    /// <summary>The table.</summary>
    public static TableDefinition<SystemCallRow> Table { get; } = new(Name, static window => window.SystemCalls)
    {
        Screen =
        [
            Name, PerSec, Errors, P50, P99, Max, Duration<SystemCallRow>("totalNs", "TIME", 7, IsTimed, static row => row.Latency?.TotalNs),
            Duration<SystemCallRow>("avgNs", "AVG", 10, IsTimed, static row => row.Latency is { Samples: > 0 } known ? known.TotalNs / known.Samples : null) with { IsForWide = true },
            PerSec10(8, RatesOf), PerSec60(9, RatesOf), Total("TOTAL", 5, RatesOf), Errnos,
            new("inFlight", "OPEN", ColumnUnit.Count, 11, static row => row.InProgress) { IsForWide = true },
            new("restarts", "RESTARTS", ColumnUnit.Count, 12, static row => row.Restarts) { IsForWide = true },
        ],
        Text = [Count, PerSec, Errors, P50, P99, Max, Name, Errnos],
        Json = [Name, new("nr", "NR", ColumnUnit.Identity, 0, static row => row.Nr), Count, PerSec, Errors, Errnos, P50, P99, Max],
        Sorts = [PerSec],
        Order = Compare,
        Rates = RatesOf,
    };

    private static int Compare(SystemCallRow left, SystemCallRow right) => string.CompareOrdinal(left.Name, right.Name);
}
