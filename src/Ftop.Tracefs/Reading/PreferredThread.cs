using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>
/// Threads that must not wait for their turn on an overloaded machine: who reads too late loses events, and who brings them into order too late holds up those that
/// read. They need a few percent of a CPU, so being preferred harms nobody. Refused where we are not root; then they run as they can.
/// </summary>
public static class PreferredThread
{
    private const int PriorityOfProcess = 0; // PRIO_PROCESS: of a thread on Linux, setpriority(2)
    private const int CallingThread = 0;
    private const int OfAReader = -20;
    private const int BehindReaders = -10;

    /// <summary>The calling thread reads: it is preferred to all others from now on.</summary>
    public static void BeginToRead() => _ = Libc.SetPriority(PriorityOfProcess, CallingThread, OfAReader);

    /// <summary>The calling thread, and those that it starts, come before all others but readers.</summary>
    public static void BeginToOrder() => _ = Libc.SetPriority(PriorityOfProcess, CallingThread, BehindReaders);
}
