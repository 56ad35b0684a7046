namespace Ftop.Tui.Terminal;

/// <summary>What the loop has to do because of a signal.</summary>
[Flags]
internal enum LoopSignal
{
    None = 0,
    Resized = 1,
    Suspend = 2,
    Continued = 4,
}
