namespace Ftop.Aggregation.Windows;

/// <summary>What a CPU spent its time on in the window, each without what interrupted it, ns.</summary>
/// <param name="RunNs">In tasks.</param>
/// <param name="SoftirqNs">In softirqs.</param>
/// <param name="IrqNs">In handlers of interrupts.</param>
/// <param name="IdleNs">In the idle task.</param>
public readonly record struct CpuTimes(long RunNs, long SoftirqNs, long IrqNs, long IdleNs)
{
    private const int Tenths = 1000;

    /// <summary>Shares of the time that is known, in percent with one digit: they add up to 100, however they are rounded.</summary>
    public (double Run, double Softirq, double Irq, double Idle) Percent
    {
        get
        {
            ReadOnlySpan<long> times = [RunNs, SoftirqNs, IrqNs, IdleNs];
            long sum = RunNs + SoftirqNs + IrqNs + IdleNs;
            Span<int> tenths = stackalloc int[4];
            int left = sum > 0 ? Tenths : 0;
            for (int i = 0; i < times.Length && sum > 0; i++)
            {
                tenths[i] = (int)((Int128)times[i] * Tenths / sum);
                left -= tenths[i];
            }

            // What rounding left goes where most was cut off.
            for (; left > 0; left--)
            {
                int most = 0;
                for (int i = 1; i < times.Length; i++)
                {
                    most = Cut(times[i], sum, tenths[i]) > Cut(times[most], sum, tenths[most]) ? i : most;
                }

                tenths[most]++;
            }

            return (tenths[0] / 10.0, tenths[1] / 10.0, tenths[2] / 10.0, tenths[3] / 10.0);
        }
    }

    private static Int128 Cut(long time, long sum, int tenths) => ((Int128)time * Tenths) - ((Int128)tenths * sum);
}
