namespace Ftop.Aggregation.Windows;

/// <summary>What the process has used so far.</summary>
/// <param name="CpuTime">User and system time since it began.</param>
/// <param name="RssBytes">Resident memory now.</param>
public readonly record struct ResourceUse(TimeSpan CpuTime, long RssBytes)
{
    /// <summary>Reads this process's own.</summary>
    public static ResourceUse OfThisProcess() => new(Environment.CpuUsage.TotalTime, Environment.WorkingSet);
}
