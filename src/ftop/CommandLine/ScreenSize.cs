namespace Ftop.CommandLine;

/// <summary>Size of the screen in character cells, for lines that cannot tell it.</summary>
internal readonly record struct ScreenSize(int Columns, int Rows)
{
    /// <summary>Reads <c>80x24</c>; each side 10 to 1000.</summary>
    public static bool TryParse(string text, out ScreenSize size)
    {
        size = default;
        int cross = text.IndexOf('x', StringComparison.Ordinal);
        if (cross < 0 || !Number.TryParse(text[..cross], 10, 1000, out int columns) || !Number.TryParse(text[(cross + 1)..], 10, 1000, out int rows))
        {
            return false;
        }

        size = new ScreenSize(columns, rows);
        return true;
    }
}
