using System.Drawing;

namespace Ftop.Tui.Terminal;

/// <summary>The line to the operator: bytes out, key bytes in, and a place to sleep. A tty, or a test's memory.</summary>
internal interface ITerminalLine : IDisposable
{
    /// <summary>Columns and rows of the terminal now; never 0.</summary>
    Size Size { get; }

    /// <summary>
    /// Asks anew for <see cref="Size"/> where nobody tells it by a signal: the kernel, and where that does not know it the terminal, for 300 ms. Not
    /// while a part of a frame is on its way.
    /// </summary>
    void AskSize();

    /// <summary>Bits per second of a serial line; 0 where the line has no speed of its own (pty, virtual console).</summary>
    int SpeedBaud { get; }

    /// <summary>True once the other end is gone; nothing read or written after that has an effect.</summary>
    bool IsHungUp { get; }

    /// <summary>False while another job has the terminal: then it is not ours to change, nor to write to.</summary>
    bool IsForeground => true;

    /// <summary>Switches to raw mode; <see cref="Leave"/> undoes it.</summary>
    void Enter();

    /// <summary>Puts back what <see cref="Enter"/> changed. From any thread, any number of times.</summary>
    void Leave();

    /// <summary>Lets output that somebody stopped (Ctrl-S, TCOOFF) flow again.</summary>
    void LetFlow()
    {
    }

    /// <summary>Drops what the line took and has not sent.</summary>
    void DropOutput()
    {
    }

    /// <summary>Key bytes that are there; 0 where there are none. Never blocks after <see cref="LineEvents.Readable"/>.</summary>
    int Read(Span<byte> destination);

    /// <summary>Number of bytes that the line took, 0 where it would block. A line that hung up takes everything.</summary>
    int TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Sleeps until something happens or <paramref name="timeoutMs"/> have passed; -1 for no time-out.</summary>
    LineEvents Wait(bool forWrite, int timeoutMs);

    /// <summary>Ends the current or the next <see cref="Wait"/>. From any thread.</summary>
    void Wake();

    /// <summary>
    /// Stops the process group as Ctrl-Z does and returns when it is continued, or at once with false where no shell could continue it.
    /// </summary>
    bool TryStopProcess();
}
