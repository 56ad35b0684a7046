using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>libc's poll, for a board without Mono.Unix's helper library.</summary>
internal sealed class LibcWaiter : IWaiter
{
    public unsafe bool Wait(int descriptor, int timeoutMs)
    {
        var entry = new PollDescriptor { Descriptor = descriptor, Events = Libc.PollIn };
        return Libc.Poll(&entry, 1, timeoutMs) > 0;
    }

    public unsafe int Wait(PollDescriptor[] descriptors, int count, int timeoutMs)
    {
        fixed (PollDescriptor* first = descriptors)
        {
            return Math.Max(0, Libc.Poll(first, (nuint)count, timeoutMs)); // interrupted, it has written nothing
        }
    }
}
