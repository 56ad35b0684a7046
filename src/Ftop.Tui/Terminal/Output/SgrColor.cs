using Terminal.Gui.Drawing;

namespace Ftop.Tui.Terminal.Output;

/// <summary>
/// A colour as SGR sends it: <see cref="None"/> is the terminal's own, 0 to 255 its palette, numbers from <see cref="Rgb"/> on 24 bits. The
/// sixteen named colours stay palette entries in every mode, so that they follow the operator's palette and cost few bytes.
/// </summary>
internal static class SgrColor
{
    public const int None = -1;
    public const int Rgb = 0x1000000;

    private const int MostGreySpread = 60;

    // In the order of SGR 30 to 37, 90 to 97.
    private static readonly Color[] Named =
    [
        new(ColorName16.Black), new(ColorName16.Red), new(ColorName16.Green), new(ColorName16.Yellow),
        new(ColorName16.Blue), new(ColorName16.Magenta), new(ColorName16.Cyan), new(ColorName16.Gray),
        new(ColorName16.DarkGray), new(ColorName16.BrightRed), new(ColorName16.BrightGreen), new(ColorName16.BrightYellow),
        new(ColorName16.BrightBlue), new(ColorName16.BrightMagenta), new(ColorName16.BrightCyan), new(ColorName16.White),
    ];

    /// <summary>What <paramref name="mode"/> can show of <paramref name="color"/>.</summary>
    public static int Map(Color color, ColorMode mode)
    {
        if (color.A == 0 || mode == ColorMode.Mono)
        {
            return None;
        }

        int named = Nearest(color, out bool isExact);
        if (isExact || mode is ColorMode.Colors8 or ColorMode.Colors16)
        {
            return named;
        }

        return mode == ColorMode.TrueColor ? Rgb | (color.R << 16) | (color.G << 8) | color.B : Cube(color);
    }

    // A theme's text is often a warm or cold grey: among sixteen colours it is grey, not the yellow or cyan that is as near, and a colour is no grey.
    private static int Nearest(Color color, out bool isExact)
    {
        int best = 0;
        int bestDistance = int.MaxValue;
        bool isGrey = Math.Max(color.R, Math.Max(color.G, color.B)) - Math.Min(color.R, Math.Min(color.G, color.B)) < MostGreySpread;
        for (int i = 0; i < Named.Length; i++)
        {
            int distance = Distance(color, Named[i].R, Named[i].G, Named[i].B);
            if (distance == 0 || (distance < bestDistance && isGrey == (i is 0 or 7 or 8 or 15)))
            {
                (best, bestDistance) = (i, distance);
            }
        }

        isExact = bestDistance == 0;
        return best;
    }

    // xterm's 256 colours: 16 + 36r + 6g + b with levels 0, 95, 135, … 255, then 24 greys from 8 in steps of 10.
    private static int Cube(Color color)
    {
        (int red, int green, int blue) = (Level(color.R), Level(color.G), Level(color.B));
        int grey = Math.Clamp((((color.R + color.G + color.B) / 3) - 3) / 10, 0, 23);
        int greyValue = 8 + (10 * grey);
        bool isGreyNearer = Distance(color, greyValue, greyValue, greyValue) < Distance(color, Value(red), Value(green), Value(blue));
        return isGreyNearer ? 232 + grey : 16 + (36 * red) + (6 * green) + blue;

        static int Level(int value) => value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
        static int Value(int level) => level == 0 ? 0 : 55 + (40 * level);
    }

    private static int Distance(Color color, int red, int green, int blue)
    {
        (int r, int g, int b) = (color.R - red, color.G - green, color.B - blue);
        return (3 * r * r) + (6 * g * g) + (b * b);
    }
}
