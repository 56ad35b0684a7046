namespace Ftop.Tui.Terminal;

/// <summary>What is known of the terminal on standard input and output without changing it or asking it anything.</summary>
public sealed record TerminalFacts
{
    private const int MaxTermiosBytes = 256;

    /// <summary>True where standard input and output are both terminals.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>True for a serial port, or the console where that is one.</summary>
    public required bool IsSerial { get; init; }

    /// <summary>Speed that a serial line is set to, in bits per second; 0 for others.</summary>
    public required int SpeedBaud { get; init; }

    /// <summary>Columns as the kernel knows them; 0 where nobody told it.</summary>
    public required int Columns { get; init; }

    /// <summary>Rows as the kernel knows them; 0 where nobody told it.</summary>
    public required int Rows { get; init; }

    /// <summary>True where TERM names no terminal whose cursor can be placed: screens are written one below the other.</summary>
    public required bool IsPlain { get; init; }

    /// <summary>True where lines and names beyond ASCII are shown.</summary>
    public required bool IsUtf8 { get; init; }

    /// <summary>The facts of now.</summary>
    public static unsafe TerminalFacts Read(Func<string, string?> environment)
    {
        bool isTerminal = Tty.IsTerminal;
        bool isSerial = isTerminal && SerialSpeed.IsSerial(1);
        byte* termios = stackalloc byte[MaxTermiosBytes];
        ushort* window = stackalloc ushort[4];
        bool hasWindow = isTerminal && Libc.Ioctl(1, Libc.GetWindowSize, window) == 0;
        var capabilities = TerminalCapabilities.Detect(environment, default);
        return new TerminalFacts
        {
            IsTerminal = isTerminal,
            IsSerial = isSerial,
            SpeedBaud = isSerial && Libc.GetAttributes(1, termios) == 0 ? SerialSpeed.ToBaud(Libc.GetOutputSpeed(termios)) : 0,
            Columns = hasWindow ? window[1] : 0,
            Rows = hasWindow ? window[0] : 0,
            IsPlain = capabilities.IsPlain,
            IsUtf8 = capabilities.Charset == Charset.Utf8,
        };
    }
}
