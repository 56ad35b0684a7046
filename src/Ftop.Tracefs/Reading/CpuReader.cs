using System.Diagnostics;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>
/// Reads one CPU's <c>trace_pipe_raw</c>: exactly one sub-buffer a read(2), without blocking. 0 and EAGAIN mean that nothing is there now; 0 is no end of
/// file, it follows any fork of this process. ENODEV means that the CPU has not been online: it is opened again later. Not safe for several
/// threads: they take <see cref="Gate"/>.
/// </summary>
internal sealed class CpuReader(int cpuIndex, int cpu, string path)
{
    private static readonly long ReopenAfter = Stopwatch.Frequency; // 1 s
    private const int BatchBytes = 64 << 10;
    private const int MostInABatch = 16;
    private const int MostHalfEmpty = 2;
    private readonly int[] _lengths = new int[MostInABatch];
    private OpenFile _pipe;
    private bool _isOpen;
    private bool _isPaused;
    private long _reopenAt;

    public int CpuIndex => cpuIndex;

    public int Cpu => cpu;

    /// <summary>What to poll; -1 while it is not open. May be read without the gate.</summary>
    public int Descriptor => _isOpen ? _pipe.Descriptor : -1;

    /// <summary>Held around every other member's use.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Reads that failed with something other than "nothing now", as ENOMEM.</summary>
    public long ReadErrors { get; private set; }

    /// <summary>How often to come, from what came.</summary>
    public DrainPace Pace { get; } = new();

    /// <summary>Opens the pipe; a CPU without one is tried again later.</summary>
    /// <exception cref="TracefsException">Not permitted, or in use by another reader.</exception>
    public void Open()
    {
        _isPaused = false;
        int errno = TryOpen();
        if (errno is not (0 or ErrnoNumber.NoDevice or ErrnoNumber.NoEntry))
        {
            throw Remedy.Explain(path, "open", errno);
        }
    }

    /// <summary>Closes the pipe, as the kernel wants it before <c>current_tracer</c> may change; <see cref="Open"/> goes on.</summary>
    public void Close()
    {
        _isPaused = true;
        CloseFile();
    }

    /// <summary>Hands sub-buffers to <paramref name="sink"/>.</summary>
    /// <param name="sink">Takes them.</param>
    /// <param name="beforeHandOver">Called between reading some sub-buffers and handing them over.</param>
    /// <param name="buffer">Room for some, <see cref="BatchOf"/> of them.</param>
    /// <param name="layout">The instance's.</param>
    /// <param name="most">As many at most.</param>
    /// <param name="untilEmpty">
    /// False: stops where the writer is, since each further read would copy the few events that were written meanwhile, one by one. It is there at the second
    /// in a row that is less than half full: what did not fit into one begins the next, so two that are complete have more than one holds. The very first may
    /// be the rest of one that was read before, and says nothing. True: stops only when there is nothing.
    /// </param>
    /// <returns>How many were handed over.</returns>
    public int Drain(ISubBufferSink sink, Action beforeHandOver, Span<byte> buffer, in HeaderPage layout, int most, bool untilEmpty)
    {
        if (!_isOpen && !TryReopen())
        {
            return 0;
        }

        int count = 0;
        int halfEmpty = -1; // the first does not count
        bool isMore = true;
        while (isMore && count < most)
        {
            int read = ReadSome(buffer, layout, Math.Min(BatchOf(layout), most - count), untilEmpty, ref halfEmpty, out isMore);
            if (read > 0)
            {
                beforeHandOver();
            }

            for (int i = 0; i < read; i++)
            {
                sink.Accept(cpuIndex, buffer.Slice(i * layout.SubBufferSizeBytes, _lengths[i]));
            }

            count += read;
        }

        return count;
    }

    /// <summary>Sub-buffers that are read before they are handed over: as many as fit into a part of the nearer caches.</summary>
    public static int BatchOf(in HeaderPage layout) => Math.Clamp(BatchBytes / layout.SubBufferSizeBytes, 1, MostInABatch);

    private int ReadSome(Span<byte> buffer, in HeaderPage layout, int most, bool untilEmpty, ref int halfEmpty, out bool isMore)
    {
        for (int i = 0; i < most; i++)
        {
            Span<byte> place = buffer.Slice(i * layout.SubBufferSizeBytes, layout.SubBufferSizeBytes);
            int errno = _pipe.TryRead(place, out _lengths[i]);
            if (errno != 0 || _lengths[i] == 0)
            {
                OnError(errno);
                isMore = false;
                return i;
            }

            bool isHalfEmpty = SubBufferHeader.Read(place[.._lengths[i]], layout).CommitBytes < layout.DataSizeBytes / 2;
            halfEmpty = isHalfEmpty ? halfEmpty + 1 : 0;
            if (!untilEmpty && halfEmpty == MostHalfEmpty)
            {
                isMore = false;
                return i + 1;
            }
        }

        isMore = true;
        return most;
    }

    private void OnError(int errno)
    {
        if (errno is 0 or ErrnoNumber.TryAgain)
        {
            return;
        }

        if (errno == ErrnoNumber.NoDevice)
        {
            CloseFile();
            _reopenAt = Stopwatch.GetTimestamp() + ReopenAfter;
            return;
        }

        ReadErrors++; // ENOMEM, EBUSY and the like: the data stays and is tried at the next wake-up
    }

    private bool TryReopen()
    {
        long now = Stopwatch.GetTimestamp();
        if (_isPaused || now < _reopenAt)
        {
            return false;
        }

        _reopenAt = now + ReopenAfter;
        int errno = TryOpen();
        ReadErrors += errno is 0 or ErrnoNumber.NoDevice or ErrnoNumber.NoEntry ? 0 : 1;
        return errno == 0;
    }

    private int TryOpen()
    {
        CloseFile();
        int errno = OpenFile.TryOpen(path, Libc.ReadOnly | Libc.NonBlock, out _pipe);
        _isOpen = errno == 0;
        return errno;
    }

    private void CloseFile()
    {
        if (_isOpen)
        {
            _pipe.Close(); // a read-only pipe has nothing to report at close
            _isOpen = false;
        }
    }
}
