using System.Drawing;

namespace Ftop.Tui.Terminal;

/// <summary>What the command line says about the terminal.</summary>
public readonly record struct TerminalOptions
{
    /// <summary><c>--ascii</c>: nothing but ASCII is sent, lines are drawn with <c>- | +</c>.</summary>
    public bool IsAscii { get; init; }

    /// <summary><c>--mono</c>: no colours; bold, underline and reverse remain.</summary>
    public bool IsMono { get; init; }

    /// <summary><c>--line-rate</c> in bits per second; 0 for what the line itself says.</summary>
    public int LineRateBaud { get; init; }

    /// <summary><c>--size</c> in character cells; null asks the terminal.</summary>
    public Size? Size { get; init; }
}
