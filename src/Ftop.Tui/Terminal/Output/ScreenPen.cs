using System.Text;

namespace Ftop.Tui.Terminal.Output;

/// <summary>
/// Writes to the screen with the fewest bytes: knows where the cursor is, which SGR state and which character set are on. Only sequences that
/// the VT100 already had, and SGR's colours.
/// </summary>
internal sealed partial class ScreenPen(SendQueue bytes, ScreenShadow shadow)
{
    private const int Unknown = -1;

    private int _column = Unknown;
    private int _row = Unknown;

    /// <summary>The SGR state that is on.</summary>
    public SgrState Sgr { get; private set; } = SgrState.Plain;

    /// <summary>Everything off, the screen erased, the cursor at home.</summary>
    public void EraseScreen()
    {
        bytes.Add("\e[m\e[H\e[2J"u8);
        (_column, _row, Sgr) = (0, 0, SgrState.Plain);
    }

    /// <summary>Everything off, also what this pen does not know of.</summary>
    public void ResetSgr()
    {
        bytes.Add("\e[m"u8);
        Sgr = SgrState.Plain;
    }

    /// <summary>Erases from the cursor to the end of its row; what is on must be such that it <see cref="SgrState.ErasesPlain"/>.</summary>
    public void EraseToEndOfRow() => bytes.Add("\e[K"u8);

    /// <summary>Writes <paramref name="glyph"/> where the cursor is.</summary>
    public void Put(int glyph)
    {
        PutGlyph(glyph);
        if (glyph == (Glyph.Unprintable | Glyph.Wide))
        {
            bytes.Add((byte)' ');
        }

        _column++;
        if (_column >= shadow.Columns || Glyph.IsWide(glyph))
        {
            // After the last column terminals differ (DECAWM's pending wrap), and so do their ideas of what is wide.
            Forget();
        }
    }

    /// <summary>The next move is an absolute one: somebody else wrote, or nobody knows what the terminal did.</summary>
    public void Forget() => _column = _row = Unknown;

    private void PutGlyph(int glyph)
    {
        int code = Glyph.Code(glyph);
        if (code < 0x80)
        {
            bytes.Add((byte)code);
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        bytes.Add(utf8[..new Rune(code).EncodeToUtf8(utf8)]);
    }
}
