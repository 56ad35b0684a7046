namespace Ftop.Session;

/// <summary>
/// The threads that ftop works with, all there before the first event is on and until the end: what is recorded raw has nothing of ftop's only if the kernel
/// knows its threads before they do anything. The project file lets the pool keep its threads.
/// </summary>
public static class Threads
{
    // For the tick, the operator's change, a signal and what waits for a program's end. More come where these are blocked, and are left out then.
    private const int PoolThreads = 4;
    private static bool _isStarted;
    private static RegisteredWaitHandle? _wait;

    /// <summary>Starts them, once; returns when they run.</summary>
    public static void StartAll()
    {
        if (_isStarted)
        {
            return;
        }

        _isStarted = true;
        // The caller may be one of the pool's, and one more may be busy: for each that is missing the pool would think about it for half a second and more.
        _ = ThreadPool.SetMinThreads(PoolThreads + 2, 1);
        var all = new CountdownEvent(PoolThreads); // not disposed: who waits here goes on while others have yet to begin to wait
        for (int i = 0; i < PoolThreads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static all =>
                {
                    all.Signal();
                    all.Wait(); // else one thread would do the work of all
                },
                all,
                preferLocal: false);
        }

        all.Wait();

        // The pool's thread that waits, as for a program's end, lives while somebody waits: so somebody does.
        _wait ??= ThreadPool.RegisterWaitForSingleObject(new ManualResetEvent(false), static (_, _) => { }, null, Timeout.Infinite, executeOnlyOnce: true);
        using var timer = new Timer(static _ => { }, null, TimeSpan.Zero, Timeout.InfiniteTimeSpan); // its thread stays for others
    }
}
