namespace Ftop;

internal static class Allocations
{
    /// <summary>How often an action may be run, beside the first time.</summary>
    public const int Runs = 20;

    /// <summary>
    /// Bytes that an action allocates on this thread in the steady state: the least of some runs, of which one may have to pay for a cache of the runtime
    /// that grows just then.
    /// </summary>
    public static long Of(Action action)
    {
        action();
        long least = long.MaxValue;
        for (int run = 0; run < Runs && least > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
