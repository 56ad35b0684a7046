using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat.Writing;

/// <summary>
/// The mark of a file that is being recorded to: a lock of its open file description (fcntl(2), <c>F_OFD_SETLK</c>), which ends with the process, however
/// that ends. File systems that know no locks are written without.
/// </summary>
public static class FileLock
{
    private const int GetLock = 36; // F_OFD_GETLK
    private const int SetLock = 37; // F_OFD_SETLK
    private const short WriteLock = 1;
    private const short Unlocked = 2;
    private const int TryAgain = 11;
    private const int AccessDenied = 13;

    /// <summary>Marks the file.</summary>
    /// <returns>False where another program has marked it.</returns>
    public static unsafe bool TryTake(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var range = new Range { Type = WriteLock };
        return Posix.ControlLock(file, SetLock, &range) == 0 || Marshal.GetLastPInvokeError() is not (TryAgain or AccessDenied);
    }

    /// <summary>Whether another program has marked the file.</summary>
    public static unsafe bool IsTaken(SafeFileHandle file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var range = new Range { Type = WriteLock };
        return Posix.ControlLock(file, GetLock, &range) == 0 && range.Type != Unlocked;
    }

    /// <summary>As in <c>pid 4711</c>, or <c>another program</c> where /proc does not tell.</summary>
    public static string HolderOf(SafeFileHandle file)
    {
        string mark = string.Create(CultureInfo.InvariantCulture, $":{FileStatus.Of(file, "file").Inode} ");
        foreach (string process in Entries("/proc").Where(name => char.IsAsciiDigit(Path.GetFileName(name)[0])))
        {
            if (Entries(Path.Combine(process, "fdinfo")).Any(descriptor => HoldsLock(descriptor, mark)))
            {
                return $"pid {Path.GetFileName(process)}";
            }
        }

        return "another program";
    }

    // lock:   1: OFDLCK ADVISORY  WRITE -1 08:01:131 0 EOF   (fs/locks.c show_fd_locks)
    private static bool HoldsLock(string descriptor, string mark)
    {
        try
        {
            return File.ReadLines(descriptor).Any(line => line.StartsWith("lock:", StringComparison.Ordinal)
                && line.Contains("OFDLCK", StringComparison.Ordinal) && line.Contains(mark, StringComparison.Ordinal));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false; // closed meanwhile, or another user's
        }
    }

    private static string[] Entries(string directory)
    {
        try
        {
            return Directory.GetFileSystemEntries(directory);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return []; // ended meanwhile, or another user's
        }
    }

    /// <summary><c>struct flock</c> of 64-bit machines: the whole file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Pid;
    }
}
