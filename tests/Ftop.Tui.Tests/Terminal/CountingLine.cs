using System.Drawing;
using Ftop.Tui.Terminal;

namespace Ftop.Tui.Tests;

/// <summary>A line that takes everything and keeps nothing.</summary>
internal sealed class CountingLine(int columns, int rows) : ITerminalLine
{
    public long Bytes { get; private set; }

    public Size Size { get; } = new(columns, rows);

    public void AskSize()
    {
    }

    public int SpeedBaud => 0;

    public bool IsHungUp => false;

    public void Enter()
    {
    }

    public void Leave()
    {
    }

    public int Read(Span<byte> destination) => 0;

    public int TryWrite(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        return bytes.Length;
    }

    public LineEvents Wait(bool forWrite, int timeoutMs) => LineEvents.None;

    public void Wake()
    {
    }

    public bool TryStopProcess() => false;

    public void Dispose()
    {
    }
}
