using Ftop.Tui.Themes;

namespace Ftop.Tui.Drawing;

/// <summary>The cells of one pane as they should be: a glyph and a role each. Whatever is put outside is cut.</summary>
internal sealed class Grid
{
    private char[] _glyphs = [];
    private ThemeRole[] _roles = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ReadOnlySpan<char> GlyphsOf(int y) => _glyphs.AsSpan(y * Width, Width);

    public ReadOnlySpan<ThemeRole> RolesOf(int y) => _roles.AsSpan(y * Width, Width);

    /// <summary>Blank cells of <see cref="ThemeRole.Normal"/>, as many as asked for.</summary>
    public void Reset(int width, int height)
    {
        (Width, Height) = (width, height);
        if (_glyphs.Length < width * height)
        {
            _glyphs = new char[width * height];
            _roles = new ThemeRole[width * height];
        }

        _glyphs.AsSpan(0, width * height).Fill(' ');
        _roles.AsSpan(0, width * height).Clear();
    }

    /// <summary>Puts <paramref name="text"/>, which must be safe and of one column a character, and returns the column behind it.</summary>
    public int Put(int x, int y, ReadOnlySpan<char> text, ThemeRole role)
    {
        if ((uint)y < (uint)Height && x < Width && x >= 0)
        {
            int length = Math.Min(text.Length, Width - x);
            text[..length].CopyTo(_glyphs.AsSpan((y * Width) + x));
            _roles.AsSpan((y * Width) + x, length).Fill(role);
        }

        return x + text.Length;
    }

    /// <summary>Gives cells a role and leaves what they show.</summary>
    public void Paint(int x, int y, int length, ThemeRole role)
    {
        int end = Math.Min(x + length, Width);
        if ((uint)y < (uint)Height && x >= 0 && x < end)
        {
            _roles.AsSpan((y * Width) + x, end - x).Fill(role);
        }
    }
}
