namespace Ftop.Aggregation.Windows;

/// <summary>How often something happened: this window, two sliding windows, and since the start or the last clear.</summary>
/// <param name="Count">Occurrences in this window.</param>
/// <param name="PerSec">Occurrences per second in this window.</param>
/// <param name="PerSec10">Occurrences per second over the last 10 s (over less, right after the start).</param>
/// <param name="PerSec60">Occurrences per second over the last 60 s (over less, right after the start).</param>
/// <param name="SinceStart">Occurrences since the start or the last clear.</param>
public readonly record struct Rates(long Count, double PerSec, double PerSec10, double PerSec60, long SinceStart)
{
    /// <summary>True where events were lost since the start, or the last clear, but while this was not traced: <see cref="SinceStart"/> is whole.</summary>
    public bool IsSparedByLoss { get; init; }
}
