using Ftop.Tracefs.Native;

namespace Ftop.Tracefs;

/// <summary>
/// Threads that must not wait for their turn on an overloaded machine: those that read, since who comes too late loses events, and those that hold what the readers
/// wait for. They need a few percent of a CPU, so being preferred harms nobody.
/// </summary>
public static class PreferredThread
{
    private const int PriorityOfProcess = 0; // PRIO_PROCESS: of a thread on Linux, setpriority(2)
    private const int CallingThread = 0;
    private const int LeastNice = -20;

    /// <summary>The calling thread, and those that it starts, are preferred from now on; refused where we are not root, then they run as they can.</summary>
    public static void Begin() => _ = Libc.SetPriority(PriorityOfProcess, CallingThread, LeastNice);
}
