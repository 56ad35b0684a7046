namespace Ftop.Tui.Control;

/// <summary>Lengths of the window that <c>+</c> and <c>-</c> go through, in seconds; those below 0.1 are for recordings.</summary>
internal static class DelaySteps
{
    private static readonly double[] Seconds = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

    private const double Rounding = 0.00001;
    private const double LeastLive = 0.1;

    public static TimeSpan Longer(TimeSpan delay)
    {
        int index = Array.FindIndex(Seconds, step => step > delay.TotalSeconds + Rounding);
        return TimeSpan.FromSeconds(index >= 0 ? Seconds[index] : Seconds[^1]);
    }

    public static TimeSpan Shorter(TimeSpan delay, bool isReplay)
    {
        int index = Array.FindLastIndex(Seconds, step => step < delay.TotalSeconds - Rounding);
        return TimeSpan.FromSeconds(Math.Max(index >= 0 ? Seconds[index] : Seconds[0], isReplay ? Seconds[0] : LeastLive));
    }
}
