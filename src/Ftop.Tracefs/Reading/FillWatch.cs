using System.Collections.Immutable;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>
/// The shared worker's sleep where the kernel wakes it: until the buffer of one of its CPUs has filled to <c>buffer_percent</c>. Who closes pipes first
/// calls <see cref="Suspend"/>, since a file that is being polled stays open for the kernel.
/// </summary>
internal sealed class FillWatch(IWaiter waiter)
{
    private const int MostFalseAlarms = 8;
    private readonly object _gate = new();
    private readonly List<CpuSlot> _watched = [];
    private PollDescriptor[] _descriptors = [];
    private bool _isSuspended;
    private bool _isPolling;
    private volatile bool _isTrusted = true;
    private int _falseAlarms;

    /// <summary>False once the kernel woke for nothing again and again, or not at all: then CPUs are looked at by the clock.</summary>
    public bool IsTrusted => _isTrusted;

    /// <summary>Sleeps; which CPUs have filled is in their slots then.</summary>
    /// <param name="wakeUp">Ends it as well.</param>
    /// <param name="slots">All.</param>
    /// <param name="worker">Whose CPUs are watched.</param>
    /// <param name="timeoutMs">At most so long.</param>
    /// <returns>False if time ran out.</returns>
    public bool Wait(WakeUp wakeUp, ImmutableArray<CpuSlot> slots, ReaderWorker worker, int timeoutMs)
    {
        _watched.Clear();
        bool polls;
        lock (_gate)
        {
            polls = _isPolling = !_isSuspended;
        }

        if (polls)
        {
            Collect(slots, worker);
        }

        Fill(wakeUp);
        int ready = waiter.Wait(_descriptors, _watched.Count + 1, timeoutMs);
        if (polls)
        {
            lock (_gate)
            {
                _isPolling = false;
                Monitor.PulseAll(_gate);
            }
        }

        if (_descriptors[0].ReturnedEvents != 0)
        {
            wakeUp.Clear();
        }

        for (int i = 0; i < _watched.Count; i++)
        {
            _watched[i].HasFilled = _descriptors[i + 1].ReturnedEvents != 0;
        }

        return ready > 0;
    }

    /// <summary>Returns once no pipe is polled, nor will be until <see cref="Resume"/>.</summary>
    /// <param name="wake">Ends <see cref="Wait"/>.</param>
    public void Suspend(Action wake)
    {
        lock (_gate)
        {
            _isSuspended = true;
            wake();
            while (_isPolling)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Polls again, from the next <see cref="Wait"/> on.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _isSuspended = false;
        }
    }

    /// <summary>What a CPU that is said to have filled brought. One that was drained in between brings nothing, which is no lie.</summary>
    public void NoteFilled(bool broughtSome)
    {
        _falseAlarms = broughtSome ? 0 : _falseAlarms + 1;
        _isTrusted &= _falseAlarms < MostFalseAlarms;
    }

    /// <summary>The kernel let a buffer fill and said nothing.</summary>
    public void Distrust() => _isTrusted = false;

    private void Collect(ImmutableArray<CpuSlot> slots, ReaderWorker worker)
    {
        foreach (CpuSlot slot in slots)
        {
            if (slot.Worker == worker)
            {
                _watched.Add(slot);
            }
        }
    }

    private void Fill(WakeUp wakeUp)
    {
        if (_descriptors.Length <= _watched.Count)
        {
            _descriptors = new PollDescriptor[_watched.Count + 1];
        }

        _descriptors[0] = new PollDescriptor { Descriptor = wakeUp.Descriptor, Events = Libc.PollIn };
        for (int i = 0; i < _watched.Count; i++)
        {
            _descriptors[i + 1] = new PollDescriptor { Descriptor = _watched[i].Reader.Descriptor, Events = Libc.PollIn }; // of a closed one -1, which poll passes over
        }
    }
}
