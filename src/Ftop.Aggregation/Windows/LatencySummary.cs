namespace Ftop.Aggregation.Windows;

/// <summary>Durations of the calls that ended in the window, from a log-linear histogram (values within 1 %).</summary>
/// <param name="Samples">Calls whose enter and exit were both seen.</param>
/// <param name="TotalNs">Sum of the durations.</param>
/// <param name="P50Ns">Median.</param>
/// <param name="P99Ns">99th percentile.</param>
/// <param name="MaxNs">Longest.</param>
public readonly record struct LatencySummary(long Samples, long TotalNs, long P50Ns, long P99Ns, long MaxNs);
