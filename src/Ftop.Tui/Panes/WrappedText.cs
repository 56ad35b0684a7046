using Ftop.Tui.Drawing;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>Text over as many lines as it needs, broken at blanks.</summary>
internal static class WrappedText
{
    /// <summary>Puts safe <paramref name="text"/> from line <paramref name="y"/> on and returns the line behind it.</summary>
    public static int Put(Grid grid, int y, ReadOnlySpan<char> text, ThemeRole role)
    {
        while (text.Length > 0 && y < grid.Height)
        {
            int length = LineLength(text, grid.Width);
            grid.Put(0, y++, text[..length], role);
            text = text[length..].TrimStart(' ');
        }

        return y;
    }

    /// <summary>Lines that <see cref="Put"/> takes for <paramref name="text"/>, at least one.</summary>
    public static int CountLines(ReadOnlySpan<char> text, int width)
    {
        int lines = 0;
        for (; text.Length > 0 && width > 0; lines++)
        {
            text = text[LineLength(text, width)..].TrimStart(' ');
        }

        return Math.Max(1, lines);
    }

    /// <summary>How much of <paramref name="text"/> goes on one line.</summary>
    public static int LineLength(ReadOnlySpan<char> text, int width)
    {
        if (text.Length <= width)
        {
            return text.Length;
        }

        int blank = text[..(width + 1)].LastIndexOf(' ');
        return blank > 0 ? blank : width;
    }
}
