using System.Runtime.InteropServices;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Tracefs.Reading;

/// <summary>
/// A thread that sleeps in poll(2), by the clock or until a buffer fills, and then drains the CPUs that are its own, without blocking and, but for poll's
/// copy, without allocating.
/// </summary>
internal sealed class ReaderWorker : IDisposable
{
    private const int PageSizeBytes = 4096;
    private const int StackSizeBytes = 256 << 10;
    private const int ParkedMs = -1;
    private readonly RingBufferReaders _readers;
    private readonly int? _cpu;
    private readonly FillWatch? _fill;
    private readonly WakeUp _wakeUp = new(Waiter.Create());
    private readonly Thread _thread;
    private volatile bool _isStopping;
    private bool _isStarted;

    /// <param name="readers">Whose CPUs it drains.</param>
    /// <param name="cpu">The CPU to run on; null to run anywhere.</param>
    /// <param name="fill">Where it sleeps; null to sleep by the clock alone.</param>
    public ReaderWorker(RingBufferReaders readers, int? cpu, FillWatch? fill = null)
    {
        (_readers, _cpu, _fill) = (readers, cpu, fill);
        _thread = new Thread(Run, StackSizeBytes) { IsBackground = true, Name = cpu is null ? "ftop-read" : $"ftop-read/{cpu}" };
    }

    public void Start()
    {
        _isStarted = true;
        _thread.Start();
    }

    public void Wake() => _wakeUp.Set();

    public void Dispose()
    {
        _isStopping = true;
        Wake();
        if (_isStarted)
        {
            _thread.Join();
        }

        _wakeUp.Dispose();
    }

    private unsafe void Run()
    {
        PreferredThread.BeginToRead();
        if (_cpu is int cpu)
        {
            CpuAffinity.TryPin(cpu);
        }

        int capacity = 0;
        byte* buffer = null;
        try
        {
            int sleepMs = DrainPace.LeastMs;
            while (!_isStopping)
            {
                bool looksAtAll = Sleep(sleepMs);
                HeaderPage layout = _readers.Layout;
                int wanted = layout.SubBufferSizeBytes * CpuReader.BatchOf(layout);
                if (wanted != capacity)
                {
                    capacity = wanted;
                    NativeMemory.AlignedFree(buffer);
                    buffer = (byte*)NativeMemory.AlignedAlloc((nuint)capacity, PageSizeBytes);
                }

                sleepMs = DrainOwn(looksAtAll, new Span<byte>(buffer, capacity), layout);
            }
        }
        catch (Exception e)
        {
            _readers.Fail(e); // Drain throws it where somebody can answer
        }
        finally
        {
            NativeMemory.AlignedFree(buffer);
        }
    }

    // Returns whether time is what ended it: then all CPUs are looked at, else those that have filled.
    private bool Sleep(int sleepMs)
    {
        if (_fill is { IsTrusted: true })
        {
            return !_fill.Wait(_wakeUp, _readers.Slots, this, sleepMs);
        }

        _wakeUp.Wait(sleepMs);
        return true;
    }

    private int DrainOwn(bool looksAtAll, Span<byte> buffer, in HeaderPage layout)
    {
        int sleepMs = int.MaxValue;
        foreach (CpuSlot slot in _readers.Slots)
        {
            if (slot.Worker == this && (looksAtAll || slot.HasFilled))
            {
                sleepMs = Math.Min(sleepMs, _readers.Drain(slot, this, buffer, layout, untilEmpty: false));
            }
        }

        if (_fill is { IsTrusted: true })
        {
            return _readers.SleepOfPolledMs;
        }

        return sleepMs < int.MaxValue ? sleepMs : looksAtAll ? ParkedMs : DrainPace.LeastMs;
    }
}
