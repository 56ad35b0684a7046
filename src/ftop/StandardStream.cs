using System.Runtime.InteropServices;
using System.Text;
using Ftop.Decoding.Files;
using Ftop.Output;
using Ftop.Reporting;
using Ftop.TraceDat.Writing;

namespace Ftop;

/// <summary>
/// Standard output or error by write(2). The console's own streams send a terminal codes of their own and take a broken pipe for success; a file stream
/// writes at offsets of its own, over what a followed program wrote to the same file. A reader that takes nothing, as a stopped terminal, is waited for,
/// but not once ftop is to end (<see cref="GiveUpSoon"/>): no write keeps the process alive.
/// </summary>
internal sealed class StandardStream : WriteOnlyStream
{
    private const long GraceMs = 500;
    private const int LookMs = 50;
    private const int MostBytes = 1 << 16;
    private const int MostBlockingBytes = 4096; // of a pipe that poll(2) calls writable; PIPE_BUF of pipe(7)

    private static long _giveUpAt = long.MaxValue;

    private readonly int _descriptor;
    private readonly string _name;
    private readonly bool _isOptional;
    private readonly bool _isTerminal;
    private readonly Lazy<int> _nonBlocking;
    private bool _isFile;

    private StandardStream(int descriptor, string name, bool isOptional)
    {
        (_descriptor, _name, _isOptional) = (descriptor, name, isOptional);
        _isTerminal = Libc.IsATty(descriptor) == 1;
        _nonBlocking = new Lazy<int>(OpenNonBlocking);
    }

    /// <summary>File descriptor 1. Its errors are thrown.</summary>
    public static StandardStream Output { get; } = new(1, "standard output", isOptional: false);

    /// <summary>File descriptor 2. What it does not take is dropped: nothing ends because a message cannot be said.</summary>
    public static StandardStream Error { get; } = new(2, "standard error", isOptional: true);

    /// <summary>True once the terminal that <see cref="Output"/> was is gone.</summary>
    public static bool IsHungUp { get; private set; }

    /// <summary>Whether a short write would not wait now.</summary>
    public bool IsReady => Poll(0);

    /// <summary>From now on writes that wait are given up after half a second in all, since ftop is to end. From any thread, any number of times.</summary>
    public static void GiveUpSoon() => Interlocked.CompareExchange(ref _giveUpAt, Environment.TickCount64 + GraceMs, long.MaxValue);

    /// <summary>
    /// Text as UTF-8, written at once; lines of several threads stay whole. Where it is a terminal nothing of a file, a name or a configuration steers it,
    /// whoever's message it is in: what is not printable, but tab and newline, becomes <c>?</c>.
    /// </summary>
    public TextWriter ToText() =>
        TextWriter.Synchronized(new StreamWriter(_isTerminal ? new PlainStream(this) : this, new UTF8Encoding(false), bufferSize: 1 << 15) { AutoFlush = true, NewLine = "\n" });

    /// <summary>
    /// Writes all of it. <see cref="BrokenPipeException"/> where nobody reads any more or, while ftop is to end, takes anything; IOException for other errors.
    /// </summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            bool isReady = IsFile || WaitUntilReady();
            int written = isReady ? TryWrite(buffer) : 0;
            if (!isReady || written < 0)
            {
                if (_isOptional)
                {
                    return;
                }

                throw Explain(isReady ? Marshal.GetLastPInvokeError() : Libc.WouldBlock);
            }

            buffer = buffer[written..];
        }
    }

    public override void Flush()
    {
    }

    // No reader makes a write to it wait.
    private bool IsFile => _nonBlocking.Value == _descriptor && _isFile;

    // 0 where it would wait after all: others write to the same pipe.
    private unsafe int TryWrite(ReadOnlySpan<byte> buffer)
    {
        int descriptor = _nonBlocking.Value;
        int length = Math.Min(buffer.Length, descriptor == _descriptor && !_isFile ? MostBlockingBytes : MostBytes);
        fixed (byte* start = buffer)
        {
            nint written = Libc.Write(descriptor, start, length);
            return written < 0 && Marshal.GetLastPInvokeError() is Libc.Interrupted or Libc.WouldBlock ? 0 : (int)written;
        }
    }

    private bool WaitUntilReady()
    {
        while (!Poll(LookMs))
        {
            if (Environment.TickCount64 >= Volatile.Read(ref _giveUpAt))
            {
                return false;
            }
        }

        return true;
    }

    // An error or a hang-up is told by the write.
    private unsafe bool Poll(int timeoutMs)
    {
        var entry = new Libc.PollFd { Descriptor = _descriptor, Events = Libc.PollOut };
        return Libc.Poll(&entry, 1, timeoutMs) > 0;
    }

    // A description of our own, so that O_NONBLOCK is not left to those who share ours. Only where a write may wait: a file's offset is to stay shared.
    private int OpenNonBlocking()
    {
        _isFile = Libc.Seek(_descriptor, 0, Libc.FromHere) >= 0;
        if (_isFile || Marshal.GetLastPInvokeError() != Libc.NotSeekable)
        {
            return _descriptor;
        }

        int own = Libc.Open($"/proc/self/fd/{_descriptor}", Libc.WriteOnlyNonBlockingNoCttyCloexec);
        return own >= 0 ? own : _descriptor; // no /proc, a socket, nobody who reads, or another user's terminal
    }

    private IOException Explain(int errno)
    {
        IsHungUp |= _isTerminal && errno == Libc.InputOutput;
        return errno is Libc.BrokenPipe or Libc.WouldBlock || IsHungUp ? new BrokenPipeException(_name) : new FileException(_name, "write", errno);
    }
}
