using System.Runtime.InteropServices;
using Ftop.Decoding.Files;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat.Writing;

/// <summary>
/// A file that ftop writes; a recording with mode 0600, since it holds kernel addresses. While it is open no other ftop writes it (<see cref="FileLock"/>), and no link is
/// followed that others could have put there (<see cref="OutputDirectory"/>). Every failure is a <see cref="FileException"/> with the path.
/// </summary>
public sealed class OutputFileStream : Stream
{
    private const uint Private = 0x180; // 0600
    private const uint Shared = 0x1b6; // 0666
    private readonly string _path;
    private readonly uint _mode;

    private OutputFileStream(SafeFileHandle file, string path, uint mode) => (Handle, _path, _mode) = (file, path, mode);

    /// <summary>The path as it was given, for messages.</summary>
    public string FilePath => _path;

    /// <summary>The descriptor; its own position is anybody's, writes here go to <see cref="Position"/>.</summary>
    public SafeFileHandle Handle { get; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => RandomAccess.GetLength(Handle);

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>A recording that is named by the operator: made where it is not there, else as it is until <see cref="Empty"/>.</summary>
    /// <exception cref="FileException">It cannot be written, is no regular file, or another program records to it.</exception>
    public static OutputFileStream Open(string path) => Open(path, Posix.Create, Private);

    /// <summary>As <see cref="Open(string)"/>, a file for everybody whom the umask leaves it to.</summary>
    /// <exception cref="FileException">As of <see cref="Open(string)"/>.</exception>
    public static OutputFileStream OpenShared(string path) => Open(path, Posix.Create, Shared);

    /// <summary>A recording that is there.</summary>
    /// <exception cref="FileException">As of <see cref="Open(string)"/>, or it is not there.</exception>
    public static OutputFileStream OpenExisting(string path) => Open(path, 0, Private);

    /// <summary>A file that must not be there yet; no link is followed.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="roomBytes">Room that is taken on the disk at once.</param>
    /// <exception cref="FileException">It is there, or the kernel's refusal.</exception>
    public static OutputFileStream CreateNew(string path, long roomBytes = 0)
    {
        OutputFileStream file = Open(path, Posix.Create | Posix.Exclusive, Private);
        try
        {
            file.TakeRoom(roomBytes);
            return file;
        }
        catch
        {
            file.Dispose();
            Remove(path);
            throw;
        }
    }

    /// <summary>Removes a file or a link by its name, if it is there.</summary>
    /// <exception cref="FileException">The kernel's refusal.</exception>
    public static void Remove(string path)
    {
        using var directory = OutputDirectory.Of(path);
        directory.Remove(path);
    }

    /// <summary>Begins anew, a recording for oneself alone to read.</summary>
    public void Empty()
    {
        SetLength(0);
        Position = 0;
        if (_mode == Private)
        {
            _ = Posix.ChangeMode(Handle, Private); // of another owner, or a file system without modes: as it was
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            RandomAccess.Write(Handle, buffer, Position);
            Position += buffer.Length;
        }
        catch (Exception refused) when (FileException.IsOfFile(refused))
        {
            throw FileException.Of(_path, "write", refused);
        }
    }

    /// <inheritdoc/>
    public override void SetLength(long value)
    {
        try
        {
            RandomAccess.SetLength(Handle, value);
        }
        catch (Exception refused) when (FileException.IsOfFile(refused))
        {
            throw FileException.Of(_path, "truncate", refused);
        }
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        Position = offset + (origin == SeekOrigin.Begin ? 0 : origin == SeekOrigin.Current ? Position : Length);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Handle.Dispose();
        base.Dispose(disposing);
    }

    private static OutputFileStream Open(string path, int flags, uint mode)
    {
        using var directory = OutputDirectory.Of(path);
        SafeFileHandle file = directory.OpenFile(path, flags | Posix.NonBlock, mode); // a pipe without a reader must not keep us waiting
        try
        {
            FileStatus status = FileStatus.Of(file, path);
            if (!status.IsRegular)
            {
                throw FileException.Refusal(path, "open", $"it is {status.TypeName}: expected a file", "name another with -o");
            }

            return FileLock.TryTake(file)
                ? new OutputFileStream(file, path, mode)
                : throw FileException.Refusal(path, "open", $"{FileLock.HolderOf(file)} is recording to it", "end that first, or name another file with -o");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Refused by file systems that cannot: then the room is taken as it is written.
    private void TakeRoom(long roomBytes)
    {
        if (roomBytes > 0 && Posix.Allocate(Handle, Posix.KeepSize, 0, roomBytes) < 0 && Marshal.GetLastPInvokeError() is int errno && FileErrno.IsFull(errno))
        {
            throw new FileException(_path, "write", errno);
        }
    }
}
