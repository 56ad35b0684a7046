namespace Ftop.Tui.Terminal;

/// <summary>Speed of a serial line. Ptys and virtual consoles claim 38400 baud and mean nothing by it.</summary>
internal static class SerialSpeed
{
    private static ReadOnlySpan<int> LowCodes => [0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400];

    private static ReadOnlySpan<int> HighCodes =>
        [57600, 115200, 230400, 460800, 500000, 576000, 921600, 1000000, 1152000, 1500000, 2000000, 2500000, 3000000, 3500000, 4000000];

    /// <summary>Bits per second of what cfgetospeed(3) returned: a code (asm-generic/termbits.h) or, since glibc 2.42, the number itself.</summary>
    public static int ToBaud(uint speed)
    {
        const uint firstHigh = 0x1001;
        if (speed < LowCodes.Length)
        {
            return LowCodes[(int)speed];
        }

        return speed >= firstHigh && speed - firstHigh < HighCodes.Length ? HighCodes[(int)(speed - firstHigh)] : (int)Math.Min(speed, int.MaxValue);
    }

    /// <summary>True where <paramref name="fd"/> is a serial port, or the console and the console is one.</summary>
    public static bool IsSerial(int fd)
    {
        string name = File.ResolveLinkTarget($"/proc/self/fd/{fd}", returnFinalTarget: false)?.FullName ?? "";
        if (name == "/dev/console" && File.Exists("/sys/class/tty/console/active"))
        {
            name = "/dev/" + File.ReadAllText("/sys/class/tty/console/active").Trim().Split(' ')[^1];
        }

        return IsSerialName(name);
    }

    /// <summary>ttyS0, ttyAMA0, ttyUSB0, ttymxc1 and the like; tty, tty1 and pts/0 are not.</summary>
    internal static bool IsSerialName(string path) => path.StartsWith("/dev/tty", StringComparison.Ordinal) && path.Length > 8 && char.IsAsciiLetter(path[8]);
}
