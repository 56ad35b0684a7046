namespace Ftop.Tui.Control;

/// <summary>Lengths of the window that <c>+</c> and <c>-</c> go through, in seconds.</summary>
internal static class DelaySteps
{
    private static readonly double[] Seconds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

    private const double Rounding = 0.001;

    public static TimeSpan Longer(TimeSpan delay)
    {
        int index = Array.FindIndex(Seconds, step => step > delay.TotalSeconds + Rounding);
        return TimeSpan.FromSeconds(index >= 0 ? Seconds[index] : Seconds[^1]);
    }

    public static TimeSpan Shorter(TimeSpan delay)
    {
        int index = Array.FindLastIndex(Seconds, step => step < delay.TotalSeconds - Rounding);
        return TimeSpan.FromSeconds(index >= 0 ? Seconds[index] : Seconds[0]);
    }
}
