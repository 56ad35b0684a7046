using System.Runtime.InteropServices;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Microsoft.Win32.SafeHandles;

namespace Ftop.Tracefs.Recording;

/// <summary>
/// The file that takes one CPU's sub-buffers. With a limit it keeps the last ones: at half of it the file becomes <c>FILE.old</c>, in place of the one
/// before, and a new one begins.
/// </summary>
internal sealed class RawFile : IDisposable
{
    private readonly long _mostBytes;
    private readonly Func<string, SafeFileHandle>? _create;
    private SafeFileHandle _file;
    private long _bytes;

    /// <param name="path">Not there yet.</param>
    /// <param name="create">Makes it.</param>
    /// <param name="mostBytes">Most that is kept; 0 for all.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public RawFile(string path, Func<string, SafeFileHandle> create, long mostBytes)
    {
        (Path, _create, _mostBytes) = (path, create, mostBytes);
        _file = create(path);
    }

    /// <param name="place">A file that is open, and where in it the sub-buffers begin.</param>
    /// <exception cref="IOException">It cannot be sought in.</exception>
    public RawFile(FilePlace place)
    {
        (Path, _file) = (place.Path, place.File);
        if (Libc.Seek((int)_file.DangerousGetHandle(), place.OffsetBytes, Libc.SeekSet) < 0)
        {
            throw Remedy.Explain(place.Path, "lseek", Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Bytes written, those included that were dropped for the limit's sake.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>Bytes that were taken from the kernel and could not be written.</summary>
    public long RefusedBytes { get; private set; }

    /// <summary>Bytes that it takes until it is half full and another begins; where there is no limit, more than there can be.</summary>
    public long RoomBytes => _create is null || _mostBytes == 0 ? long.MaxValue : Math.Max(0, (_mostBytes / 2) - _bytes);

    /// <summary>Where the older half is, if there is one.</summary>
    public static string OldPath(string path) => path + ".old";

    /// <summary>Moves what a pipe holds to the end of the file.</summary>
    /// <returns>0, or the errno.</returns>
    public unsafe int TryTake(int pipe, nint bytes)
    {
        while (bytes > 0)
        {
            nint moved = Libc.Splice(pipe, null, (int)_file.DangerousGetHandle(), null, bytes, Libc.SpliceMove);
            int errno = moved < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno == ErrnoNumber.Interrupted)
            {
                continue;
            }

            if (errno != 0)
            {
                RefusedBytes += bytes;
                return errno;
            }

            bytes -= moved;
            Count(moved);
        }

        return TurnOver();
    }

    /// <summary>Writes one sub-buffer to the end of the file.</summary>
    /// <returns>0, or the errno.</returns>
    public unsafe int TryWrite(ReadOnlySpan<byte> subBuffer)
    {
        fixed (byte* start = subBuffer)
        {
            nint done = 0;
            while (done < subBuffer.Length)
            {
                nint written = Libc.Write((int)_file.DangerousGetHandle(), start + done, subBuffer.Length - done);
                int errno = written < 0 ? Marshal.GetLastPInvokeError() : 0;
                if (errno is not (0 or ErrnoNumber.Interrupted))
                {
                    RefusedBytes += subBuffer.Length;
                    return errno;
                }

                done += Math.Max(0, written);
            }

            Count(done);
        }

        return TurnOver();
    }

    public void Dispose()
    {
        if (_create is not null)
        {
            _file.Dispose();
        }
    }

    private void Count(nint bytes)
    {
        _bytes += bytes;
        WrittenBytes += bytes;
    }

    private int TurnOver()
    {
        if (_create is null || _mostBytes == 0 || _bytes < _mostBytes / 2)
        {
            return 0;
        }

        _file.Dispose();
        File.Move(Path, OldPath(Path), overwrite: true);
        _file = _create(Path);
        _bytes = 0;
        return 0;
    }
}
