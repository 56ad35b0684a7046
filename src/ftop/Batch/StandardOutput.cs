using Mono.Unix.Native;

namespace Ftop.Batch;

/// <summary>
/// File descriptor 1 by write(2). The console's own stream takes a broken pipe for success and a file stream writes at offsets of its own,
/// over what a followed program wrote to the same file.
/// </summary>
internal sealed class StandardOutput : Stream
{
    private const int Descriptor = 1;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes all of it. <see cref="BrokenPipeException"/> where nobody reads any more, IOException for other errors.</summary>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            long written;
            fixed (byte* start = buffer)
            {
                written = Syscall.write(Descriptor, start, (ulong)buffer.Length);
            }

            if (written < 0)
            {
                WaitOrThrow(Stdlib.GetLastError());
                continue;
            }

            buffer = buffer[(int)written..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static void WaitOrThrow(Errno errno)
    {
        switch (errno)
        {
            case Errno.EINTR:
                return;
            case Errno.EAGAIN:
                // Someone who shares the terminal made it non-blocking.
                _ = Syscall.poll([new Pollfd { fd = Descriptor, events = PollEvents.POLLOUT }], -1);
                return;
            case Errno.EPIPE:
                throw new BrokenPipeException();
            default:
                throw new IOException($"standard output: write: {errno}");
        }
    }
}
