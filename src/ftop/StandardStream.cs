using System.Text;
using Ftop.TraceDat.Writing;
using Mono.Unix.Native;

namespace Ftop;

/// <summary>
/// Standard output or error by write(2). The console's own streams send a terminal codes of their own and take a broken pipe for success; a file stream
/// writes at offsets of its own, over what a followed program wrote to the same file.
/// </summary>
internal sealed class StandardStream : WriteOnlyStream
{
    private readonly int _descriptor;
    private readonly string _name;

    private StandardStream(int descriptor, string name)
    {
        _descriptor = descriptor;
        _name = name;
    }

    /// <summary>File descriptor 1.</summary>
    public static StandardStream Output { get; } = new(1, "standard output");

    /// <summary>File descriptor 2.</summary>
    public static StandardStream Error { get; } = new(2, "standard error");

    /// <summary>Text as UTF-8, written at once.</summary>
    public TextWriter ToText() => new StreamWriter(this, new UTF8Encoding(false), bufferSize: 1 << 15) { AutoFlush = true, NewLine = "\n" };

    /// <summary>Writes all of it. <see cref="BrokenPipeException"/> where nobody reads any more, IOException for other errors.</summary>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            long written;
            fixed (byte* start = buffer)
            {
                written = Syscall.write(_descriptor, start, (ulong)buffer.Length);
            }

            if (written < 0)
            {
                WaitOrThrow(Stdlib.GetLastError());
                continue;
            }

            buffer = buffer[(int)written..];
        }
    }

    public override void Flush()
    {
    }

    private void WaitOrThrow(Errno errno)
    {
        switch (errno)
        {
            case Errno.EINTR:
                return;
            case Errno.EAGAIN:
                // Someone who shares the terminal made it non-blocking.
                _ = Syscall.poll([new Pollfd { fd = _descriptor, events = PollEvents.POLLOUT }], -1);
                return;
            case Errno.EPIPE:
                throw new BrokenPipeException(_name);
            default:
                throw new IOException($"{_name}: write: {errno}");
        }
    }
}
