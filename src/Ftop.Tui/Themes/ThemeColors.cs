using System.Collections.Immutable;
using Terminal.Gui.Drawing;

namespace Ftop.Tui.Themes;

/// <summary>The sixteen colours by the names that terminals give them, in the order of SGR 30 to 37 and 90 to 97.</summary>
internal static class ThemeColors
{
    public static readonly ImmutableArray<string> Names =
    [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "brightblack", "brightred", "brightgreen", "brightyellow", "brightblue", "brightmagenta", "brightcyan", "brightwhite",
    ];

    public static readonly ImmutableArray<ColorName16> Values =
    [
        ColorName16.Black, ColorName16.Red, ColorName16.Green, ColorName16.Yellow,
        ColorName16.Blue, ColorName16.Magenta, ColorName16.Cyan, ColorName16.Gray,
        ColorName16.DarkGray, ColorName16.BrightRed, ColorName16.BrightGreen, ColorName16.BrightYellow,
        ColorName16.BrightBlue, ColorName16.BrightMagenta, ColorName16.BrightCyan, ColorName16.White,
    ];
}
