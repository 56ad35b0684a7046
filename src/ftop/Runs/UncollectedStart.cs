using System.Runtime;

namespace Ftop.Runs;

/// <summary>
/// Until the first screen is drawn nothing is collected: most of what is made for it stays, and two looks through it were a seventh of what it costs.
/// </summary>
internal static class UncollectedStart
{
    private const long Bytes = 4 << 20; // the first screen is made of 2 to 3 MiB

    /// <summary>From now on.</summary>
    public static void Begin() => GC.TryStartNoGCRegion(Bytes);

    /// <summary>Collects as usual again.</summary>
    public static void End()
    {
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) // it ended by itself where more was made
        {
            GC.EndNoGCRegion();
        }
    }
}
