namespace Ftop.Aggregation.Windows;

/// <summary>What a <see cref="RateTable"/> follows of one key: occurrences in this window, in the bins of the last 10 s and 60 s, and since the start.</summary>
internal struct RateRow
{
    public ulong Key;
    public long Window;
    public long Last10;
    public long Last60;
    public long SinceStart;

    /// <summary>The same as rates.</summary>
    public readonly Rates Over(in RateSpans spans) => new(
        Window, PerSec(Window, spans.WindowSec), PerSec(Last10, spans.Covered10Sec), PerSec(Last60, spans.Covered60Sec), SinceStart);

    private static double PerSec(long count, double sec) => sec > 0 ? count / sec : 0;
}

/// <summary>What the counts of a <see cref="RateRow"/> are over, in seconds.</summary>
internal readonly record struct RateSpans(double WindowSec, double Covered10Sec, double Covered60Sec);

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
