using System.Diagnostics;
using System.Drawing;
using System.Runtime.InteropServices;

namespace Ftop.Tui.Terminal;

/// <summary>
/// The terminal on standard input and output, in raw mode between <see cref="Enter"/> and <see cref="Leave"/>. termios is kept as the bytes that
/// libc gave (termios(3)): nothing here knows its layout.
/// </summary>
internal sealed unsafe class Tty : ITerminalLine
{
    private const int Input = 0;
    private const int Output = 1;
    private const int MaxTermiosBytes = 256;
    private const int LeastStopMs = 1;

    private readonly byte[] _savedTermios = new byte[MaxTermiosBytes];
    private readonly int _outputFd;
    private readonly int _wakeFd;
    private readonly TtySize _size;
    private int _isRaw;
    private int _isDisposed;

    /// <summary>Opens the terminal without changing it.</summary>
    /// <exception cref="TerminalException">Standard input or output is not a terminal.</exception>
    /// <param name="size">What the screen's size is said to be; null asks the kernel and the terminal.</param>
    /// <param name="mayAsk">False for a terminal that would print the question.</param>
    public Tty(Size? size = null, bool mayAsk = true)
    {
        if (!IsTerminal)
        {
            throw new TerminalException("standard input and output must be a terminal; use -b for batch output");
        }

        // A description of our own, so that O_NONBLOCK is not left to the shell that shares descriptor 1.
        int fd = Libc.Open("/proc/self/fd/1", Libc.WriteOnlyNonBlockingNoCttyCloexec);
        if (fd < 0)
        {
            throw TerminalException.FromErrno("open the terminal behind /proc/self/fd/1", Marshal.GetLastPInvokeError());
        }

        _outputFd = fd;
        _wakeFd = Libc.Eventfd(0, Libc.EventfdNonBlockingCloexec);
        if (_wakeFd < 0)
        {
            throw TerminalException.FromErrno("eventfd", Marshal.GetLastPInvokeError());
        }

        fixed (byte* saved = _savedTermios)
        {
            if (Libc.GetAttributes(Input, saved) != 0)
            {
                throw TerminalException.FromErrno("tcgetattr", Marshal.GetLastPInvokeError());
            }

            SpeedBaud = SerialSpeed.IsSerial(Output) ? SerialSpeed.ToBaud(Libc.GetOutputSpeed(saved)) : 0;
        }

        _size = new TtySize(this, size, mayAsk);
    }

    /// <summary>True where standard input and output are both terminals.</summary>
    public static bool IsTerminal => Libc.IsATty(Input) == 1 && Libc.IsATty(Output) == 1;

    /// <inheritdoc/>
    public Size Size => _size.Current;

    /// <inheritdoc/>
    public void AskSize() => _size.AskAgain();

    /// <inheritdoc/>
    public int SpeedBaud { get; }

    /// <inheritdoc/>
    public bool IsHungUp { get; private set; }

    /// <summary>True as well where it is nobody's controlling terminal, and where it is gone.</summary>
    public bool IsForeground => Libc.GetForegroundGroup(Input) is int group && (group < 0 || group == Libc.GetProcessGroup(0));

    /// <summary>
    /// Waits until the shell gives this job the terminal, stopped as the terminal would stop it (SIGTTOU); a signal that ends does so at once, since
    /// nothing was changed.
    /// </summary>
    /// <exception cref="TerminalException">Nobody could give it the terminal: its process group is orphaned.</exception>
    public void AwaitForeground()
    {
        while (!IsForeground)
        {
            long before = Stopwatch.GetTimestamp();
            if (Libc.Kill(0, Libc.SigTtou) != 0 || (!IsForeground && Stopwatch.GetElapsedTime(before).TotalMilliseconds < LeastStopMs))
            {
                throw new TerminalException("another job has the terminal, and no shell to give it back; use -b for batch output");
            }
        }
    }

    /// <inheritdoc/>
    public void LetFlow() => _ = Libc.SetFlow(_outputFd, Libc.FlowOn);

    /// <inheritdoc/>
    public void DropOutput() => _ = Libc.Discard(_outputFd, Libc.DiscardOutput);

    /// <inheritdoc/>
    public void Enter()
    {
        byte* raw = stackalloc byte[MaxTermiosBytes];
        _savedTermios.CopyTo(new Span<byte>(raw, MaxTermiosBytes));
        Libc.MakeRaw(raw);
        Volatile.Write(ref _isRaw, 1);
        if (Libc.SetAttributes(Input, 0, raw) != 0)
        {
            throw TerminalException.FromErrno("tcsetattr", Marshal.GetLastPInvokeError());
        }
    }

    /// <inheritdoc/>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _isRaw, 0) == 0 || !IsForeground)
        {
            return; // another job set the modes that it wants
        }

        fixed (byte* saved = _savedTermios)
        {
            // Fails only where the terminal is gone, and then there is nothing to restore.
            _ = Libc.SetAttributes(Input, 0, saved);
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> destination)
    {
        int length = _size.TakeUnasked(destination);
        return length > 0 ? length : ReadTerminal(destination);
    }

    internal int ReadTerminal(Span<byte> destination)
    {
        fixed (byte* buffer = destination)
        {
            nint length = Libc.Read(Input, buffer, destination.Length);
            if (length > 0)
            {
                return (int)length;
            }

            IsHungUp |= length == 0 || Marshal.GetLastPInvokeError() is not (Libc.WouldBlock or Libc.Interrupted);
            return 0;
        }
    }

    /// <inheritdoc/>
    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* buffer = bytes)
        {
            nint length = Libc.Write(_outputFd, buffer, bytes.Length);
            if (length >= 0)
            {
                return (int)length;
            }
        }

        if (Marshal.GetLastPInvokeError() is Libc.WouldBlock or Libc.Interrupted)
        {
            return 0;
        }

        IsHungUp = true;
        return bytes.Length;
    }

    /// <inheritdoc/>
    public LineEvents Wait(bool forWrite, int timeoutMs)
    {
        if (_size.HasUnasked)
        {
            timeoutMs = 0;
        }

        Libc.PollFd* fds = stackalloc Libc.PollFd[3];
        fds[0] = new Libc.PollFd { Fd = Input, Events = Libc.PollIn };
        fds[1] = new Libc.PollFd { Fd = _wakeFd, Events = Libc.PollIn };
        fds[2] = new Libc.PollFd { Fd = forWrite ? _outputFd : -1, Events = Libc.PollOut };
        LineEvents events = _size.HasUnasked ? LineEvents.Readable : LineEvents.None;
        if (Libc.Poll(fds, 3, timeoutMs) <= 0)
        {
            return events;
        }

        if ((fds[0].Revents & Libc.PollIn) != 0)
        {
            events |= LineEvents.Readable;
        }
        else if ((fds[0].Revents & Libc.PollErrHupNval) != 0)
        {
            IsHungUp = true;
        }

        if (fds[1].Revents != 0)
        {
            ulong count;
            _ = Libc.Read(_wakeFd, (byte*)&count, sizeof(ulong));
            events |= LineEvents.Woken;
        }

        return fds[2].Revents != 0 ? events | LineEvents.Writable : events;
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wakeFd, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public bool TryStopProcess()
    {
        // A shell with job control starts each job in a process group of its own; in the session leader's group nobody would continue us.
        return Libc.GetProcessGroup(0) != Libc.GetSession(0) && Libc.Kill(0, Libc.SigStop) == 0;
    }

    /// <summary>Leaves raw mode and closes the descriptors. From any thread, any number of times.</summary>
    public void Dispose()
    {
        Leave();
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _ = Libc.Close(_outputFd);
            _ = Libc.Close(_wakeFd);
        }
    }
}
