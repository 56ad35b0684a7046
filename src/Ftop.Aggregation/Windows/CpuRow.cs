namespace Ftop.Aggregation.Windows;

/// <summary>One CPU's ring buffer during the window.</summary>
/// <param name="Cpu">The kernel's CPU number.</param>
/// <param name="Events">Events decoded from this CPU.</param>
/// <param name="EventsPerSec">Events per second; a lower bound where <see cref="Lost"/> is not 0.</param>
/// <param name="Missed">As <see cref="WindowTotal.Missed"/>, of this CPU.</param>
/// <param name="Overrun">As <see cref="WindowTotal.Overrun"/>, of this CPU.</param>
/// <param name="Dropped">As <see cref="WindowTotal.Dropped"/>, of this CPU.</param>
/// <param name="LostSinceStart">Events of this CPU lost since the start or the last clear.</param>
/// <param name="EventsSinceStart">Events of this CPU decoded since the start or the last clear.</param>
public readonly record struct CpuRow(
    int Cpu, long Events, double EventsPerSec, long Missed, long Overrun, long Dropped, long LostSinceStart, long EventsSinceStart)
{
    /// <summary>Events lost in this window; see <see cref="WindowTotal.Lost"/>.</summary>
    public long Lost => Math.Max(Missed, Overrun) + Dropped;

    /// <summary>What it spent its time on; null where that is not measured.</summary>
    public CpuTimes? Times { get; init; }

    /// <summary>As <see cref="WindowTotal.IsMissedUnknown"/>, of this CPU.</summary>
    public bool IsMissedUnknown { get; init; }
}
