namespace Ftop.Aggregation.Windows;

/// <summary>What ftop itself costs.</summary>
/// <param name="CpuPercent">User and system time of the process during the window, 100 being one CPU.</param>
/// <param name="RssBytes">Resident memory at the end of the window.</param>
public readonly record struct SelfUse(double CpuPercent, long RssBytes);

/// <summary>What the process has used so far.</summary>
/// <param name="CpuTime">User and system time since it began.</param>
/// <param name="RssBytes">Resident memory now.</param>
public readonly record struct ResourceUse(TimeSpan CpuTime, long RssBytes)
{
    /// <summary>Reads this process's own.</summary>
    public static ResourceUse OfThisProcess() => new(Environment.CpuUsage.TotalTime, Environment.WorkingSet);
}
