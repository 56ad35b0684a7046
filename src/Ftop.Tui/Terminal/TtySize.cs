using System.Diagnostics;
using System.Drawing;
using System.Globalization;

namespace Ftop.Tui.Terminal;

/// <summary>
/// Size of a tty: what the operator says it is, else the kernel's (TIOCGWINSZ), else LINES and COLUMNS, else what the terminal answers when asked, else 80x24. A serial line has
/// no size in the kernel until somebody sets one (stty(1) rows, cols).
/// </summary>
internal sealed unsafe class TtySize(Tty tty, Size? said, bool mayAsk)
{
    private const int AnswerTimeoutMs = 300;
    private const int MaxSide = 1000;

    // A size that nobody's terminal has (65535 x 65535 by a wrong stty) would take gigabytes: so much of it is drawn.
    private const int MostColumns = 1000;
    private const int MostRows = 300;

    private readonly List<byte> _unasked = [];
    private Size? _answer;

    /// <summary>True while bytes that came with the answer, keys of an impatient operator, have not been taken.</summary>
    public bool HasUnasked => _unasked.Count > 0;

    public Size Current => Bounded(Unbounded);

    private Size Unbounded
    {
        get
        {
            if (said is Size size)
            {
                return size;
            }

            return FromKernel() ?? (_answer ??= FromEnvironment() ?? Answer() ?? new Size(80, 24));
        }
    }

    /// <summary>
    /// Forgets what the terminal answered and asks again where the kernel does not know the size: a serial line carries no signal when the window at its
    /// other end becomes another. Where nothing answers, the size stays.
    /// </summary>
    public void AskAgain()
    {
        if (said is null && FromKernel() is null)
        {
            _answer = Answer() ?? _answer;
        }
    }

    public int TakeUnasked(Span<byte> destination)
    {
        int length = Math.Min(destination.Length, _unasked.Count);
        _unasked[..length].ToArray().CopyTo(destination);
        _unasked.RemoveRange(0, length);
        return length;
    }

    /// <summary>Finds <c>ESC [ rows ; columns R</c> in <paramref name="bytes"/>, takes it out and tells what it says.</summary>
    internal static Size? TakeAnswer(List<byte> bytes)
    {
        for (int start = 0; start + 1 < bytes.Count; start++)
        {
            if (bytes[start] != 0x1b || bytes[start + 1] != '[')
            {
                continue;
            }

            Span<int> numbers = [0, 0];
            int index = 0;
            int end = start + 2;
            for (; end < bytes.Count && (char.IsAsciiDigit((char)bytes[end]) || (bytes[end] == ';' && index == 0)); end++)
            {
                if (bytes[end] == ';')
                {
                    index = 1;
                }
                else
                {
                    numbers[index] = Math.Min((numbers[index] * 10) + bytes[end] - '0', MaxSide);
                }
            }

            if (end < bytes.Count && bytes[end] == 'R' && index == 1 && numbers[0] > 0 && numbers[1] > 0)
            {
                bytes.RemoveRange(start, end + 1 - start);
                return new Size(numbers[1], numbers[0]);
            }
        }

        return null;
    }

    internal static Size Bounded(Size size) => new(Math.Min(size.Width, MostColumns), Math.Min(size.Height, MostRows));

    private static Size? FromKernel()
    {
        ushort* window = stackalloc ushort[4];
        return Libc.Ioctl(1, Libc.GetWindowSize, window) == 0 && window[0] > 0 && window[1] > 0 ? new Size(window[1], window[0]) : null;
    }

    private static Size? FromEnvironment() =>
        FromEnvironment("COLUMNS") is int columns and > 0 && FromEnvironment("LINES") is int rows and > 0 ? new Size(columns, rows) : null;

    private Size? Answer() => mayAsk ? Ask() : null;

    private static int FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? Math.Min(value, MaxSide) : 0;

    // The cursor goes as far down and right as the terminal lets it and then says where it is; DECSC/DECRC put it back.
    private Size? Ask()
    {
        ReadOnlySpan<byte> question = "\e7\e[999;999H\e[6n\e8"u8;
        if (tty.TryWrite(question) < question.Length)
        {
            return null;
        }

        Span<byte> buffer = stackalloc byte[64];
        long start = Stopwatch.GetTimestamp();
        for (int leftMs = AnswerTimeoutMs; leftMs > 0 && !tty.IsHungUp; leftMs = AnswerTimeoutMs - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds)
        {
            if (!WaitForInput(leftMs))
            {
                break;
            }

            _unasked.AddRange(buffer[..tty.ReadTerminal(buffer)]);
            if (TakeAnswer(_unasked) is Size answer)
            {
                return answer;
            }
        }

        return null;
    }

    private static bool WaitForInput(int timeoutMs)
    {
        var fd = new Libc.PollFd { Fd = 0, Events = Libc.PollIn };
        return Libc.Poll(&fd, 1, timeoutMs) > 0;
    }
}
