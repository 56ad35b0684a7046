namespace Ftop.Aggregation.Windows;

/// <summary>What ftop itself costs.</summary>
/// <param name="CpuPercent">User and system time of the process during the window, 100 being one CPU.</param>
/// <param name="RssBytes">Resident memory at the end of the window.</param>
public readonly record struct SelfUse(double CpuPercent, long RssBytes);
