namespace Ftop.Tui.Terminal;

/// <summary>Why <see cref="ITerminalLine.Wait"/> came back; none of them after a time-out.</summary>
[Flags]
internal enum LineEvents
{
    None = 0,

    /// <summary>Bytes from the keyboard wait to be read, or the line hung up.</summary>
    Readable = 1,

    /// <summary>The line takes bytes again.</summary>
    Writable = 2,

    /// <summary><see cref="ITerminalLine.Wake"/> was called.</summary>
    Woken = 4,
}
