using Ftop.Aggregation.Windows;

namespace Ftop.Tests.Session;

/// <summary>Windows added up.</summary>
internal sealed record Sums(
    long Events,
    long Missed,
    long Overrun,
    Dictionary<int, long> ByCpu,
    Dictionary<string, long> ByName,
    Dictionary<int, long> ByPid,
    Dictionary<int, (long Calls, long Errors, long Samples, long TotalNs)> SystemCalls,
    Dictionary<string, (long Calls, long TotalNs, long SelfNs)> Functions)
{
    public static Sums Of(IReadOnlyList<WindowSnapshot> windows) => new(
        windows.Sum(window => window.Total.Events),
        windows.Sum(window => window.Total.Missed),
        windows.Sum(window => window.Total.Overrun),
        Group(windows.SelectMany(window => window.Cpus), row => row.Cpu, rows => rows.Sum(row => row.Events)),
        Group(windows.SelectMany(window => window.ByEvent), row => $"{row.System}:{row.Name}", rows => rows.Sum(row => row.Rates.Count)),
        Group(windows.SelectMany(window => window.Processes), row => row.Pid, rows => rows.Sum(row => row.Rates.Count)),
        Group(windows.SelectMany(window => window.SystemCalls).Where(row => row.Rates.Count > 0), row => row.Nr, rows => (
            rows.Sum(row => row.Rates.Count), rows.Sum(row => row.Errors), rows.Sum(row => row.Latency?.Samples ?? 0), rows.Sum(row => row.Latency?.TotalNs ?? 0))),
        Group(windows.SelectMany(window => window.Functions), row => row.Name.Replace(" (idle)", "", StringComparison.Ordinal), rows => (
            rows.Sum(row => row.Rates.Count), rows.Sum(row => row.Latency?.TotalNs ?? 0), rows.Sum(row => row.SelfNs ?? 0))));

    /// <summary>Fails where the two differ, and says in what.</summary>
    public static void Same(Sums expected, Sums actual)
    {
        Assert.Equal((expected.Events, expected.Missed, expected.Overrun), (actual.Events, actual.Missed, actual.Overrun));
        Assert.Equal(expected.ByCpu.OrderBy(pair => pair.Key), actual.ByCpu.OrderBy(pair => pair.Key));
        Assert.Equal(expected.ByName.OrderBy(pair => pair.Key), actual.ByName.OrderBy(pair => pair.Key));
        Assert.Equal(expected.ByPid.OrderBy(pair => pair.Key), actual.ByPid.OrderBy(pair => pair.Key));
        Assert.Equal(expected.SystemCalls.OrderBy(pair => pair.Key), actual.SystemCalls.OrderBy(pair => pair.Key));
        Assert.Equal(expected.Functions.OrderBy(pair => pair.Key), actual.Functions.OrderBy(pair => pair.Key));
    }

    private static Dictionary<TKey, TValue> Group<TRow, TKey, TValue>(IEnumerable<TRow> rows, Func<TRow, TKey> key, Func<IEnumerable<TRow>, TValue> sum)
        where TKey : notnull => rows.GroupBy(key).ToDictionary(group => group.Key, group => sum(group));
}
