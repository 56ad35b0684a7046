using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Ftop.EndToEnd.Tests;

/// <summary>
/// A program on a pseudo-terminal that carries no more than so many bytes a second towards the operator: what the line has not carried waits in the
/// kernel, as in the buffer of a serial port.
/// </summary>
internal sealed partial class Pty : IDisposable
{
    private const int ReadWriteNoCtty = 0x2 | 0x100 | 0x80000; // and O_CLOEXEC: a program that held its own terminal open would never see it go
    private const int PollIn = 1;
    private const nuint SetWindowSize = 0x5414;

    private readonly object _lock = new();
    private readonly List<byte> _received = [];
    private readonly Process _process;
    private readonly Thread _pump;
    private readonly int _master;
    private readonly int _slave;
    private readonly int _bytesPerSec;
    private volatile bool _isEnding;

    /// <param name="columns">What the kernel says of the size; 0 with 0 rows for nothing.</param>
    /// <param name="rows">See <paramref name="columns"/>.</param>
    /// <param name="bytesPerSec">0 for as fast as it can.</param>
    /// <param name="command">Program and arguments; it leads a session of its own on the pty.</param>
    public unsafe Pty(int columns, int rows, int bytesPerSec, params string[] command)
    {
        _bytesPerSec = bytesPerSec;
        _master = Check(OpenMaster(ReadWriteNoCtty));
        Check(Grant(_master));
        Check(Unlock(_master));
        byte* name = stackalloc byte[64];
        Check(SlaveName(_master, name, 64));
        string slave = Marshal.PtrToStringUTF8((nint)name)!; // ptsname_r filled it in
        _slave = Check(Open(slave, ReadWriteNoCtty));
        ushort* size = stackalloc ushort[4] { (ushort)rows, (ushort)columns, 0, 0 };
        Check(Ioctl(_slave, SetWindowSize, size));
        _process = Process.Start(new ProcessStartInfo("setsid", ["sh", "-c", $"exec \"$@\" <>{slave} >&0 2>&1", "sh", .. command]))!; // not null without a shell
        _pump = new Thread(Pump) { IsBackground = true, Name = "line" };
        _pump.Start();
    }

    /// <summary>Bytes that have arrived, from <paramref name="index"/> on.</summary>
    public byte[] ReceivedFrom(int index)
    {
        lock (_lock)
        {
            return [.. _received[Math.Min(index, _received.Count)..]];
        }
    }

    /// <summary>Sends bytes to the program.</summary>
    public unsafe void Type(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* first = bytes)
        {
            Check((int)Write(_master, first, bytes.Length));
        }
    }

    /// <summary>The exit status, once the program has ended.</summary>
    public async Task<int> WaitForExit()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <summary>The operator's end goes away, as when a window is closed or a connection is lost.</summary>
    public void HangUp()
    {
        if (!_isEnding)
        {
            _isEnding = true;
            _pump.Join();
            _ = Close(_slave);
            _ = Close(_master);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        HangUp();
    }

    // Twenty milliseconds' worth at a time.
    private unsafe void Pump()
    {
        const int stepMs = 20;
        byte[] buffer = new byte[4096];
        int step = _bytesPerSec == 0 ? buffer.Length : _bytesPerSec * stepMs / 1000;
        var clock = Stopwatch.StartNew();
        double freeAtMs = 0;
        while (!_isEnding)
        {
            var fd = new PollFd { Fd = _master, Events = PollIn };
            if (Poll(&fd, 1, 50) <= 0)
            {
                continue;
            }

            nint length;
            fixed (byte* first = buffer)
            {
                length = Read(_master, first, step);
            }

            if (length <= 0)
            {
                return;
            }

            if (_bytesPerSec > 0)
            {
                // A byte has arrived when its last bit has.
                freeAtMs = Math.Max(freeAtMs, clock.Elapsed.TotalMilliseconds) + (length * 1000.0 / _bytesPerSec);
                Thread.Sleep((int)Math.Max(0, freeAtMs - clock.Elapsed.TotalMilliseconds));
            }

            lock (_lock)
            {
                _received.AddRange(buffer.AsSpan(0, (int)length));
            }
        }
    }

    private static int Check(int result) => result >= 0 ? result : throw new InvalidOperationException($"errno {Marshal.GetLastPInvokeError()} from a call for a pty");

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events;
        public short Revents;
    }

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int fd);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int fd);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static unsafe partial int SlaveName(int fd, byte* name, nuint length);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int Ioctl(int fd, nuint request, ushort* argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int Poll(PollFd* fds, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint Read(int fd, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint Write(int fd, byte* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int fd);
}
