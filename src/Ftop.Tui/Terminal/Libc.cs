using System.Runtime.InteropServices;

namespace Ftop.Tui.Terminal;

/// <summary>The few calls of libc that a terminal needs. Numbers are those of x86-64 and arm64 (asm-generic).</summary>
internal static unsafe partial class Libc
{
    public const int Interrupted = 4;
    public const int WouldBlock = 11;
    public const int SigStop = 19;
    public const int SigTtou = 22;
    public const int FlowOn = 1; // TCOON
    public const int DiscardOutput = 1; // TCOFLUSH

    public const short PollIn = 0x1;
    public const short PollOut = 0x4;
    public const short PollErrHupNval = 0x38;

    public const int WriteOnlyNonBlockingNoCttyCloexec = 0x1 | 0x800 | 0x100 | 0x80000;
    public const int ReadOnlyNonBlockingNoCttyCloexec = 0x800 | 0x100 | 0x80000;
    public const int EmptyPath = 0x1000; // AT_EMPTY_PATH: the descriptor itself
    public const uint TypeModeAndOwnerOfFile = 0x1 | 0x2 | 0x8; // STATX_TYPE, STATX_MODE, STATX_UID
    public const int StatxOwnerAt = 20;
    public const int StatxBytes = 256;
    public const int StatxModeAt = 28;
    public const int EventfdNonBlockingCloexec = 0x800 | 0x80000;
    public const nuint GetWindowSize = 0x5413;

    /// <summary>struct pollfd, the same on every Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(int fd, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetAttributes(int fd, int action, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp", SetLastError = true)]
    public static partial int GetForegroundGroup(int fd);

    [LibraryImport("libc", EntryPoint = "tcflow", SetLastError = true)]
    public static partial int SetFlow(int fd, int action);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Discard(int fd, int queue);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(byte* termios);

    [LibraryImport("libc", EntryPoint = "cfgetospeed")]
    public static partial uint GetOutputSpeed(byte* termios);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Statx(int directory, string path, int flags, uint mask, byte* statx);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Ioctl(int fd, nuint request, ushort* argument);

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsATty(int fd);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int Eventfd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollFd* fds, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getpgid")]
    public static partial int GetProcessGroup(int pid);

    [LibraryImport("libc", EntryPoint = "getsid")]
    public static partial int GetSession(int pid);
}
