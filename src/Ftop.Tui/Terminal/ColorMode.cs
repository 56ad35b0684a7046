namespace Ftop.Tui.Terminal;

/// <summary>Colours that the terminal can show.</summary>
internal enum ColorMode
{
    /// <summary>None; bold, underline and reverse remain.</summary>
    Mono,

    /// <summary>SGR 30 to 37.</summary>
    Colors8,

    /// <summary>SGR 30 to 37 and 90 to 97.</summary>
    Colors16,

    /// <summary>SGR 38;5: the 6x6x6 cube and the grey ramp of xterm.</summary>
    Colors256,

    /// <summary>SGR 38;2: 24 bits.</summary>
    TrueColor,
}
