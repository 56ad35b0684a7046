using System.Diagnostics;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs;

/// <summary>
/// Reads one CPU's <c>trace_pipe_raw</c>: exactly one sub-buffer a read(2), without blocking. 0 and EAGAIN mean that nothing is there now; 0 is no end of
/// file, it follows any fork of this process. ENODEV means that the CPU has not been online: it is opened again later. Not safe for several
/// threads: they take <see cref="Gate"/>.
/// </summary>
internal sealed class CpuReader(int cpuIndex, int cpu, string path)
{
    private static readonly long ReopenAfter = Stopwatch.Frequency; // 1 s
    private OpenFile _pipe;
    private bool _isOpen;
    private bool _isPaused;
    private long _reopenAt;

    public int CpuIndex => cpuIndex;

    public int Cpu => cpu;

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
    /// <param name="buffer">Room for exactly one.</param>
    /// <param name="layout">The instance's.</param>
    /// <param name="most">As many at most.</param>
    /// <param name="untilEmpty">
    /// False: stops at the first that is less than half full, which is the one being written: each further read would copy the few events that were written
    /// meanwhile, one by one. True: stops only when there is nothing.
    /// </param>
    /// <returns>How many were handed over.</returns>
    public int Drain(ISubBufferSink sink, Span<byte> buffer, in HeaderPage layout, int most, bool untilEmpty)
    {
        if (!_isOpen && !TryReopen())
        {
            return 0;
        }

        int count = 0;
        while (count < most)
        {
            int errno = _pipe.TryRead(buffer, out int length);
            if (errno != 0)
            {
                OnError(errno);
                break;
            }

            if (length == 0)
            {
                break;
            }

            count++;
            ReadOnlySpan<byte> subBuffer = buffer[..length];
            sink.Accept(cpuIndex, subBuffer);
            if (!untilEmpty && SubBufferHeader.Read(subBuffer, layout).CommitBytes < layout.DataSizeBytes / 2)
            {
                break;
            }
        }

        return count;
    }

    private void OnError(int errno)
    {
        if (errno == ErrnoNumber.TryAgain)
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
