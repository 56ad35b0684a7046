using Ftop.Tracefs.Native;
using Mono.Unix.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>Mono.Unix's poll. Allocates about 100 bytes a call for its own copy of the array: nothing at the rate of a worker's wake-ups.</summary>
internal sealed class MonoWaiter : IWaiter
{
    private readonly Pollfd[] _descriptors = [new Pollfd { events = PollEvents.POLLIN }];
    private Pollfd[] _several = [];

    public bool Wait(int descriptor, int timeoutMs)
    {
        _descriptors[0].fd = descriptor;
        return Syscall.poll(_descriptors, timeoutMs) > 0;
    }

    public int Wait(PollDescriptor[] descriptors, int count, int timeoutMs)
    {
        if (_several.Length < count)
        {
            _several = new Pollfd[count];
        }

        for (int i = 0; i < count; i++)
        {
            _several[i] = new Pollfd { fd = descriptors[i].Descriptor, events = PollEvents.POLLIN };
        }

        int ready = Syscall.poll(_several, (uint)count, timeoutMs);
        for (int i = 0; i < count; i++)
        {
            descriptors[i].ReturnedEvents = ready > 0 ? (short)_several[i].revents : (short)0;
        }

        return Math.Max(0, ready);
    }
}
