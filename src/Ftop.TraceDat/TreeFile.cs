using System.Runtime.InteropServices;
using Ftop.Decoding.Files;
using Ftop.TraceDat.Writing;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat;

/// <summary>
/// A file in a directory that somebody gives as a recording, where anything may lie: regular files alone are read, and none is waited for, as a pipe that
/// nobody writes or a device that never ends.
/// </summary>
internal static class TreeFile
{
    /// <summary>Opens it for reading. Links are followed.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="bufferBytes">That are read at a time, at most.</param>
    /// <exception cref="InvalidDataException">It is no regular file.</exception>
    /// <exception cref="FileException">The system does not let it be read.</exception>
    public static FileStream Open(string path, int bufferBytes = 0)
    {
        SafeFileHandle file = OpenHandle(path);
        try
        {
            return new FileStream(file, FileAccess.Read, (int)Math.Clamp(RandomAccess.GetLength(file), 0, bufferBytes)); // thousands of CPUs have little each
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Open"/>
    public static SafeFileHandle OpenHandle(string path)
    {
        int descriptor = Posix.OpenAt(Posix.AtCurrentDirectory, path, Posix.NonBlock | Posix.CloseOnExec, 0);
        if (descriptor < 0)
        {
            throw new FileException(path, "open", Marshal.GetLastPInvokeError());
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        FileStatus status = FileStatus.Of(file, path);
        if (status.IsRegular)
        {
            return file;
        }

        file.Dispose();
        throw new InvalidDataException($"{path}: it is {status.TypeName}: expected a file");
    }
}
