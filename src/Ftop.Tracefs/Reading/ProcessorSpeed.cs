using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ftop.Tracefs.Reading;

/// <summary>How fast this machine's processors are, roughly: how fast they can fill a buffer follows from it.</summary>
internal static class ProcessorSpeed
{
    private const int Steps = 10_000;
    private const int Runs = 5;

    // What a step takes on the processors on which the fastest events were measured: a multiplication and an addition that wait for each other.
    private const double FastNsPerStep = 1.2;
    private const double MostSlowness = 50;

    private static readonly Lazy<double> Measured = new(() => Math.Clamp(NsPerStep() / FastNsPerStep, 1, MostSlowness));

    /// <summary>1 for the fastest processors, 4 for a board's, 10 and more for an emulated one. Measured once, in less than 1 ms there too.</summary>
    public static double Slowness => Measured.Value;

    // The least of some runs: whatever interrupts makes it longer.
    private static double NsPerStep()
    {
        double least = double.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long startedAt = Stopwatch.GetTimestamp();
            GC.KeepAlive(Work((ulong)startedAt));
            least = Math.Min(least, Stopwatch.GetElapsedTime(startedAt).TotalNanoseconds / Steps);
        }

        return least;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Work(ulong value)
    {
        for (int step = 0; step < Steps; step++)
        {
            value = (value * 0x9E3779B97F4A7C15ul) + 1;
        }

        return value;
    }
}
