using System.Text;

namespace Ftop.Tui.Terminal;

internal sealed partial class ScreenPen
{
    private const byte ShiftOut = 0x0e;
    private const byte ShiftIn = 0x0f;

    private bool _isShiftedOut;

    /// <summary>Back to the normal character set, as between frames: whoever else writes to the terminal must be readable.</summary>
    public void ShiftBack() => Shift(isOut: false);

    private void PutInCharset(int glyph)
    {
        int code = Glyph.Code(glyph);
        Shift(isOut: (glyph & Glyph.Dec) != 0);
        if (code < 0x80)
        {
            bytes.Add((byte)code);
            return;
        }

        Span<byte> utf8 = stackalloc byte[4];
        bytes.Add(utf8[..new Rune(code).EncodeToUtf8(utf8)]);
    }

    private void Shift(bool isOut)
    {
        if (_isShiftedOut != isOut)
        {
            bytes.Add(isOut ? ShiftOut : ShiftIn);
            _isShiftedOut = isOut;
        }
    }
}
