using System.Runtime.InteropServices;

namespace Ftop;

/// <summary>
/// Transparent huge pages of this process, see prctl(2). Where a kernel gives them to everybody, memory of which a few pages are used costs 2 MiB a piece:
/// the flight recorder's 16 MiB became 37, and the collector's regions do not shrink.
/// </summary>
internal static partial class HugePages
{
    private const int SetThpDisable = 41; // PR_SET_THP_DISABLE, since Linux 3.15

    /// <summary>Does without them from now on. Where the kernel cannot, it has none.</summary>
    public static void Refuse() => _ = ProcessControl(SetThpDisable, 1, 0, 0, 0);

    /// <summary>Runs <paramref name="start"/> with them as the system has it: a program that is started inherits what holds at that moment.</summary>
    public static T Inherited<T>(Func<T> start)
    {
        _ = ProcessControl(SetThpDisable, 0, 0, 0, 0);
        try
        {
            return start();
        }
        finally
        {
            Refuse();
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint value, nuint zero3, nuint zero4, nuint zero5);
}
