using System.Runtime.InteropServices;

namespace Ftop.Tracefs.Native;

/// <summary>A file descriptor that answers with errno instead of throwing: its callers know which errors are ordinary for their file.</summary>
internal struct OpenFile
{
    private const uint OwnerReadsAndWrites = 0x180; // 0600

    private int _descriptor;

    private OpenFile(int descriptor) => _descriptor = descriptor;

    public readonly int Descriptor => _descriptor;

    /// <returns>0, or the errno; then <paramref name="file"/> is not open.</returns>
    public static int TryOpen(string path, int flags, out OpenFile file)
    {
        int descriptor;
        int errno;
        do
        {
            descriptor = Libc.Open(path, flags | Libc.CloseOnExec, OwnerReadsAndWrites);
            errno = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == ErrnoNumber.Interrupted);

        file = new OpenFile(descriptor);
        return errno;
    }

    /// <summary>One write(2), or more where it was interrupted before it took anything.</summary>
    /// <returns>0, or the errno; <paramref name="taken"/> may be less than what was offered.</returns>
    public readonly unsafe int TryWrite(ReadOnlySpan<byte> bytes, out int taken)
    {
        fixed (byte* start = bytes)
        {
            nint count;
            int errno;
            do
            {
                count = Libc.Write(_descriptor, start, bytes.Length);
                errno = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == ErrnoNumber.Interrupted);

            taken = (int)Math.Max(0, count);
            return errno;
        }
    }

    /// <summary>One read(2), or more where it was interrupted.</summary>
    /// <returns>0, or the errno; then <paramref name="count"/> is 0.</returns>
    public readonly unsafe int TryRead(Span<byte> buffer, out int count)
    {
        fixed (byte* start = buffer)
        {
            nint read;
            int errno;
            do
            {
                read = Libc.Read(_descriptor, start, buffer.Length);
                errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == ErrnoNumber.Interrupted);

            count = (int)Math.Max(0, read);
            return errno;
        }
    }

    /// <summary>One pread(2), or more where it was interrupted.</summary>
    /// <inheritdoc cref="TryRead"/>
    public readonly unsafe int TryReadAt(Span<byte> buffer, long offset, out int count)
    {
        fixed (byte* start = buffer)
        {
            nint read;
            int errno;
            do
            {
                read = Libc.ReadAt(_descriptor, start, buffer.Length, offset);
                errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == ErrnoNumber.Interrupted);

            count = (int)Math.Max(0, read);
            return errno;
        }
    }

    /// <summary>Closes once; later calls do nothing. Linux frees the descriptor even where close(2) reports an error, so it is never tried again.</summary>
    /// <returns>0, or the errno: a control file may refuse its last token only here.</returns>
    public int Close()
    {
        int descriptor = _descriptor;
        _descriptor = -1;
        int errno = descriptor >= 0 && Libc.Close(descriptor) < 0 ? Marshal.GetLastPInvokeError() : 0;
        return errno == ErrnoNumber.Interrupted ? 0 : errno;
    }
}
