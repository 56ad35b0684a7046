namespace Ftop.Tracefs.Reading;

/// <summary>One CPU's reader, who drains it now, and up to which barrier.</summary>
/// <param name="reader">The reader.</param>
internal sealed class CpuSlot(CpuReader reader)
{
    private volatile ReaderWorker? _worker;
    private volatile ReaderWorker? _ownWorker;
    private volatile int _wantedBarrier;
    private volatile int _reachedBarrier;
    private long _bufferBytes;

    public CpuReader Reader { get; } = reader;

    /// <summary>Size of the buffer.</summary>
    public long BufferBytes
    {
        get => Volatile.Read(ref _bufferBytes);
        set => Volatile.Write(ref _bufferBytes, value);
    }

    /// <summary>The worker that drains it: the shared one, or its own while it is busy. Only that worker gives it to the other.</summary>
    public ReaderWorker? Worker
    {
        get => _worker;
        set => _worker = value;
    }

    /// <summary>Made when it is first needed, and parked while it is not.</summary>
    public ReaderWorker? OwnWorker
    {
        get => _ownWorker;
        set => _ownWorker = value;
    }

    /// <summary>Whether the kernel said that the buffer is to be read; for the shared worker alone.</summary>
    public bool HasFilled { get; set; }

    /// <summary>Number of the latest barrier that was asked for.</summary>
    public int WantedBarrier => _wantedBarrier;

    public bool HasReached(int barrier) => _reachedBarrier - barrier >= 0;

    public void WantBarrier(int barrier) => Interlocked.Exchange(ref _wantedBarrier, barrier);

    public void ReachBarrier(int barrier) => _reachedBarrier = barrier;
}
