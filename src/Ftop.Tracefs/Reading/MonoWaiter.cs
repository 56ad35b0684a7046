using Mono.Unix.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>Mono.Unix's poll. Allocates about 100 bytes a call for its own copy of the array: nothing at the rate of a worker's wake-ups.</summary>
internal sealed class MonoWaiter : IWaiter
{
    private readonly Pollfd[] _descriptors = [new Pollfd { events = PollEvents.POLLIN }];

    public bool Wait(int descriptor, int timeoutMs)
    {
        _descriptors[0].fd = descriptor;
        return Syscall.poll(_descriptors, timeoutMs) > 0;
    }
}
