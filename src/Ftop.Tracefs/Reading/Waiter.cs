namespace Ftop.Tracefs.Reading;

/// <summary>Chooses Mono.Unix's poll where its native helper loads, else libc's.</summary>
internal static class Waiter
{
    private static readonly bool HasMonoHelper = Probe();

    public static IWaiter Create() => HasMonoHelper ? new MonoWaiter() : new LibcWaiter();

    private static bool Probe()
    {
        try
        {
            new MonoWaiter().Wait(-1, 0); // poll(2) ignores a negative descriptor
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException)
        {
            return false;
        }
    }
}
