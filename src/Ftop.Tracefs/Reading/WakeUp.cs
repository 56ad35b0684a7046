using System.Runtime.InteropServices;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>An eventfd(2) that one thread sleeps on and any thread may set.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly IWaiter _waiter;
    private readonly Lock _lock = new();
    private int _descriptor;

    public WakeUp(IWaiter waiter)
    {
        _waiter = waiter;
        _descriptor = Libc.EventFd(0, Libc.EventFdFlags);
        if (_descriptor < 0)
        {
            throw Remedy.Explain("eventfd", "open", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Readable once it is set, for one who waits for more than this.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Ends the present or the next <see cref="Wait"/>.</summary>
    public unsafe void Set()
    {
        lock (_lock)
        {
            ulong one = 1;
            if (_descriptor >= 0)
            {
                _ = Libc.Write(_descriptor, (byte*)&one, sizeof(ulong)); // fails only where the counter is full: then it is set anyway
            }
        }
    }

    /// <summary>Sleeps until set or for <paramref name="timeoutMs"/>; negative for ever.</summary>
    public void Wait(int timeoutMs)
    {
        if (_waiter.Wait(_descriptor, timeoutMs))
        {
            Clear();
        }
    }

    /// <summary>Takes back what was set, after somebody else waited for it.</summary>
    public unsafe void Clear()
    {
        ulong count;
        _ = Libc.Read(_descriptor, (byte*)&count, sizeof(ulong)); // EAGAIN: nobody else reads it, so it cannot be
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_descriptor >= 0)
            {
                _ = Libc.Close(_descriptor);
                _descriptor = -1;
            }
        }
    }
}
