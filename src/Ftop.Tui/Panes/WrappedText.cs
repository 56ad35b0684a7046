using Ftop.Tui.Drawing;

namespace Ftop.Tui.Panes;

/// <summary>Text over as many lines as it needs, broken at blanks.</summary>
internal static class WrappedText
{
    /// <summary>Puts safe <paramref name="text"/> from line <paramref name="y"/> on and returns the line behind it.</summary>
    public static int Put(Grid grid, int y, ReadOnlySpan<char> text, Role role)
    {
        while (text.Length > 0 && y < grid.Height)
        {
            int length = text.Length;
            if (length > grid.Width)
            {
                int blank = text[..(grid.Width + 1)].LastIndexOf(' ');
                length = blank > 0 ? blank : grid.Width;
            }

            grid.Put(0, y++, text[..length], role);
            text = text[length..].TrimStart(' ');
        }

        return y;
    }
}
