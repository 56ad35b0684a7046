namespace Ftop.Tui.Control;

/// <summary>Lengths of the window that <c>+</c> and <c>-</c> go through, in seconds.</summary>
internal static class DelaySteps
{
    private static readonly double[] Seconds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60];

    public static TimeSpan Longer(TimeSpan delay) => TimeSpan.FromSeconds(Array.Find(Seconds, step => step > delay.TotalSeconds + 0.001) is > 0 and double longer ? longer : Seconds[^1]);

    public static TimeSpan Shorter(TimeSpan delay) => TimeSpan.FromSeconds(Array.FindLast(Seconds, step => step < delay.TotalSeconds - 0.001) is > 0 and double shorter ? shorter : Seconds[0]);
}
