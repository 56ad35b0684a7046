using System.Runtime.InteropServices;

namespace Ftop;

/// <summary>The few calls of libc that the program itself needs. Numbers are those of x86-64 and arm64 (asm-generic).</summary>
internal static unsafe partial class Libc
{
    public const int WriteOnly = 0x1;
    public const int ReadWrite = 0x2;
    public const int WriteOnlyNonBlockingNoCttyCloexec = 0x1 | 0x800 | 0x100 | 0x80000;
    public const int GetDescriptorFlags = 1; // F_GETFD
    public const int SetDescriptorFlags = 2; // F_SETFD
    public const int CloseOnExec = 1; // FD_CLOEXEC
    public const int FromHere = 1; // SEEK_CUR
    public const short PollOut = 0x4;

    public const int Interrupted = 4;
    public const int InputOutput = 5;
    public const int WouldBlock = 11;
    public const int NotSeekable = 29;
    public const int BrokenPipe = 32;

    private const string Library = "libc";

    /// <summary>struct pollfd, the same on every Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollFd* descriptors, nuint count, int timeoutMs);

    [LibraryImport(Library, EntryPoint = "isatty")]
    public static partial int IsATty(int descriptor);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "dup2", SetLastError = true)]
    public static partial int Duplicate(int descriptor, int target);

    /// <summary>Returns only where it is refused.</summary>
    [LibraryImport(Library, EntryPoint = "execve", SetLastError = true)]
    public static partial int Execute(byte* path, byte** arguments, byte** environment);

    /// <summary>Ends the process at once: nothing of the runtime's own end, which waits for locks that a thread that failed may hold.</summary>
    [LibraryImport(Library, EntryPoint = "_exit")]
    public static partial void Exit(int status);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport(Library, EntryPoint = "getpgid")]
    public static partial int GetProcessGroup(int pid);

    [LibraryImport(Library, EntryPoint = "getsid")]
    public static partial int GetSession(int pid);
}
