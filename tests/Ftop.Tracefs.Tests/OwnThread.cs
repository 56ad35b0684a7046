using System.Runtime.InteropServices;

namespace Ftop.Tracefs.Tests;

/// <summary>A thread that makes system calls to be counted, known to the kernel by its own id.</summary>
internal static partial class OwnThread
{
    /// <summary>Runs <paramref name="work"/>, which gets the kernel's id of its thread, to its end.</summary>
    public static void Run(Action<int> work)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                work(GetThreadId());
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    /// <summary>The call that is counted: nothing in the runtime makes it.</summary>
    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetParentPid();

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();
}
