using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Tracefs.Reading;

/// <summary>
/// Reads all CPUs of one buffer. Quiet CPUs share a worker; a busy one has its own, pinned to it, since its sub-buffers are still in that CPU's cache: that
/// costs a third of reading them from elsewhere. CPUs that this process may not use, or that are isolated, stay with the shared worker. What a quiet CPU has at
/// a barrier is taken by who asks for it: nobody else need wake.
/// </summary>
internal sealed class RingBufferReaders : IDisposable
{
    // What one CPU makes at the very most (6 million events/s were seen on a fast one); a quiet one may begin at any moment, and then has 3/4 of its buffer.
    private const long FastestBytesPerSec = 200 << 20;
    private const int QuietMs = 250;
    private const int IdleMs = 500;

    // Where the kernel wakes the shared worker: in case that it does not, or that a CPU comes online.
    private const int PolledMs = 5000;

    // Up to so many CPUs their workers start at once, and sleep: threads that are there before the first event are left out of it from the first on. On
    // larger machines most would never have anything to do.
    private const int MostStartedAhead = 32;

    private readonly ImmutableArray<int> _pinnable;
    private readonly ReaderWorker _shared;
    private readonly Action _beforeHandOver;
    private readonly FillWatch? _fill;
    private readonly Lock _gate = new();
    private readonly object _barrier = new();
    private readonly Lock _barrierTurn = new();
    private readonly long _targetBytes;
    private readonly int _mostMs;
    private StrongBox<HeaderPage> _layout;
    private byte[] _barrierBuffer = [];
    private ISubBufferSink? _sink;
    private ExceptionDispatchInfo? _failure;
    private int _lastBarrier;
    private volatile bool _isIdle;
    private bool _isDisposed;

    /// <param name="readers">One for each CPU, open.</param>
    /// <param name="layout">The buffer's.</param>
    /// <param name="bufferSizeKb">Size of each CPU's buffer. How often one is read follows from it and stays where the buffer grows, which is to give more time.</param>
    /// <param name="pinnable">CPUs that a worker may be pinned to.</param>
    /// <param name="beforeHandOver">Called by the workers after they have read sub-buffers and before they hand them over.</param>
    /// <param name="fill">Where the kernel wakes who reads quiet CPUs; null to look at them by the clock.</param>
    public RingBufferReaders(
        IEnumerable<CpuReader> readers, HeaderPage layout, int bufferSizeKb, ImmutableArray<int> pinnable, Action beforeHandOver, FillWatch? fill = null)
    {
        (_beforeHandOver, _fill) = (beforeHandOver, fill);
        _layout = new StrongBox<HeaderPage>(layout);
        _pinnable = pinnable.Length > 1 ? pinnable : []; // with one CPU the shared worker is there already
        long bufferBytes = (long)bufferSizeKb << 10;
        _targetBytes = bufferBytes / 8;
        _mostMs = MostMs(bufferBytes, ProcessorSpeed.Slowness);
        _shared = new ReaderWorker(this, null, fill);
        Slots = [.. readers.Select(reader => new CpuSlot(reader) { Worker = _shared, BufferBytes = bufferBytes })];
    }

    public ImmutableArray<CpuSlot> Slots { get; }

    /// <summary>Changes only while the readers are paused.</summary>
    public HeaderPage Layout
    {
        get => Volatile.Read(ref _layout).Value;
        set => Volatile.Write(ref _layout, new StrongBox<HeaderPage>(value));
    }

    /// <summary>True while nothing is on that could write an event: then the workers hardly wake.</summary>
    public bool IsIdle
    {
        get => _isIdle;
        set
        {
            _isIdle = value;
            WakeAll();
        }
    }

    /// <summary>Reads that failed, over all CPUs.</summary>
    public long ReadErrors => Slots.Sum(slot => slot.Reader.ReadErrors);

    /// <summary>
    /// How long the shared worker sleeps at most, in ms, where the kernel wakes it. While a CPU is busy the others are looked at as often as by the clock: what
    /// they have is waited for to bring all into order.
    /// </summary>
    public int SleepOfPolledMs
    {
        get
        {
            foreach (CpuSlot slot in Slots)
            {
                if (slot.Worker != _shared)
                {
                    return Math.Max(DrainPace.LeastMs, _mostMs);
                }
            }

            return PolledMs;
        }
    }

    /// <summary>Longest sleep while a CPU is quiet, in ms: each wake-up costs a slow board as much as hundreds of events.</summary>
    /// <param name="bufferBytes">Size of its buffer.</param>
    /// <param name="slowness">See <see cref="ProcessorSpeed.Slowness"/>.</param>
    internal static int MostMs(long bufferBytes, double slowness) => (int)Math.Min(QuietMs, bufferBytes * 750 * slowness / FastestBytesPerSec);

    public void Start(ISubBufferSink sink)
    {
        if (Interlocked.CompareExchange(ref _sink, sink, null) is not null)
        {
            throw new InvalidOperationException("a source is started once");
        }

        _shared.Start();
        if (_pinnable.Length <= MostStartedAhead)
        {
            foreach (CpuSlot slot in Slots.Where(slot => _pinnable.Contains(slot.Reader.Cpu)))
            {
                OwnWorkerOf(slot);
            }
        }
    }

    /// <summary>Returns once all that was committed before the call was handed over.</summary>
    public void Barrier()
    {
        if (_sink is null)
        {
            return;
        }

        lock (_barrierTurn)
        {
            int wanted = ++_lastBarrier;
            foreach (CpuSlot slot in Slots)
            {
                slot.WantBarrier(wanted);
                if (slot.Worker is ReaderWorker worker && worker != _shared)
                {
                    worker.Wake();
                }
            }

            while (!IsReached(wanted))
            {
            }
        }

        _failure?.Throw();
    }

    /// <summary>Closes all pipes; what is not drained before is lost once the tracer is changed.</summary>
    public void Pause()
    {
        _fill?.Suspend(_shared.Wake);
        foreach (CpuSlot slot in Slots)
        {
            lock (slot.Reader.Gate)
            {
                slot.Reader.Close();
            }
        }
    }

    /// <summary>Opens them again.</summary>
    public void Resume()
    {
        foreach (CpuSlot slot in Slots)
        {
            lock (slot.Reader.Gate)
            {
                slot.Reader.Open();
            }
        }

        _fill?.Resume();
        WakeAll();
    }

    /// <summary>Called by a worker for a CPU that it found to be its own.</summary>
    /// <returns>When to come back, in ms.</returns>
    public int Drain(CpuSlot slot, ReaderWorker worker, Span<byte> buffer, in HeaderPage layout, bool untilEmpty)
    {
        CpuReader reader = slot.Reader;
        int barrier = slot.WantedBarrier;
        bool isBarrier = !slot.HasReached(barrier);
        lock (reader.Gate)
        {
            // So many hold all that was in the buffer when the drain began, however fast new events come.
            int most = (int)(slot.BufferBytes / layout.DataSizeBytes) + 2;
            int count = TakeFrom(reader, buffer, layout, most, untilEmpty || isBarrier);
            long bytes = (long)count * layout.SubBufferSizeBytes;
            reader.Pace.Note(bytes, Stopwatch.GetTimestamp(), _targetBytes, _isIdle ? IdleMs : _mostMs);
            if (_fill is not null && worker == _shared)
            {
                NoteFill(slot, bytes);
            }
        }

        if (isBarrier)
        {
            slot.ReachBarrier(barrier);
            lock (_barrier)
            {
                Monitor.PulseAll(_barrier);
            }
        }

        ReaderWorker next = WorkerFor(slot);
        if (next == worker)
        {
            return reader.Pace.IntervalMs;
        }

        slot.Worker = next;
        next.Wake();
        lock (_barrier)
        {
            Monitor.PulseAll(_barrier); // who waits may have to take what the other left
        }

        return int.MaxValue;
    }

    // What the sink threw is known before anybody else finds the buffer empty.
    private int TakeFrom(CpuReader reader, Span<byte> buffer, in HeaderPage layout, int most, bool untilEmpty)
    {
        try
        {
            return reader.Drain(_sink!, _beforeHandOver, buffer, layout, most, untilEmpty);
        }
        catch (Exception e)
        {
            Fail(e);
            throw;
        }
    }

    /// <summary>Called by a worker that ends because of <paramref name="exception"/>; the next <see cref="Barrier"/> throws it.</summary>
    public void Fail(Exception exception)
    {
        lock (_barrier)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
            Monitor.PulseAll(_barrier);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        _shared.Dispose();
        foreach (CpuSlot slot in Slots)
        {
            slot.OwnWorker?.Dispose();
        }

        Pause();
        lock (_barrier)
        {
            Monitor.PulseAll(_barrier);
        }
    }

    // Drains what nobody else does, then sees whether that is all, or waits for those who do.
    private bool IsReached(int barrier)
    {
        foreach (CpuSlot slot in Slots)
        {
            if (slot.Worker == _shared && !slot.HasReached(barrier))
            {
                DrainForBarrier(slot);
            }
        }

        lock (_barrier)
        {
            bool isReached = true;
            foreach (CpuSlot slot in Slots)
            {
                if (!slot.HasReached(barrier))
                {
                    isReached = false;
                    if (slot.Worker == _shared)
                    {
                        return _failure is not null || _isDisposed; // its own worker just gave it back
                    }
                }
            }

            if (isReached || _failure is not null || _isDisposed)
            {
                return true;
            }

            Monitor.Wait(_barrier);
            return false;
        }
    }

    private void DrainForBarrier(CpuSlot slot)
    {
        HeaderPage layout = Layout;
        int wanted = layout.SubBufferSizeBytes * CpuReader.BatchOf(layout);
        if (_barrierBuffer.Length != wanted)
        {
            _barrierBuffer = GC.AllocateUninitializedArray<byte>(wanted);
        }

        try
        {
            Drain(slot, _shared, _barrierBuffer, layout, untilEmpty: true);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    // Under the reader's gate. That much cannot have waited where the kernel wakes as it says, but on a machine so busy that the worker did not run.
    private void NoteFill(CpuSlot slot, long bytes)
    {
        if (slot.HasFilled)
        {
            slot.HasFilled = false;
            _fill!.NoteFilled(bytes > 0);
        }
        else if (bytes > slot.BufferBytes / 2)
        {
            _fill!.Distrust();
            _shared.Wake();
        }
    }

    private ReaderWorker WorkerFor(CpuSlot slot)
    {
        if (!slot.Reader.Pace.IsBusy || !_pinnable.Contains(slot.Reader.Cpu))
        {
            return _shared;
        }

        return OwnWorkerOf(slot);
    }

    private ReaderWorker OwnWorkerOf(CpuSlot slot)
    {
        lock (_gate)
        {
            if (slot.OwnWorker is null && !_isDisposed)
            {
                slot.OwnWorker = new ReaderWorker(this, slot.Reader.Cpu);
                slot.OwnWorker.Start();
            }

            return slot.OwnWorker ?? _shared;
        }
    }

    private void WakeAll()
    {
        _shared.Wake();
        foreach (CpuSlot slot in Slots)
        {
            slot.OwnWorker?.Wake();
        }
    }
}
