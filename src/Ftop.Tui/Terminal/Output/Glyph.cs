using System.Globalization;
using System.Text;
using Terminal.Gui.Text;

namespace Ftop.Tui.Terminal.Output;

/// <summary>
/// What a cell shows, as one number: the code point that is sent, and <see cref="Wide"/>. Text of the kernel and of processes arrives here as it
/// is: whatever is not one printable character becomes <c>?</c> and combining marks are dropped.
/// </summary>
internal static class Glyph
{
    public const int Blank = ' ';

    /// <summary>Stands for what must not or cannot be shown.</summary>
    public const int Unprintable = '?';

    /// <summary>Nobody knows what the terminal shows there: half of a wide character that was overwritten.</summary>
    public const int Unknown = -1;

    /// <summary>The right half of a wide character: shown by the cell before it.</summary>
    public const int Continuation = 0;

    /// <summary>Set in a glyph that takes two columns.</summary>
    public const int Wide = 1 << 25;

    private const int CodePoint = 0x1fffff;
    private const string BoxLines = "─━═│┃║┌┏╔╭┐┓╗╮└┗╚╰┘┛╝╯├┣╠┤┫╣┬┳╦┴┻╩┼╋╬";
    private const string BoxAscii = "--=|||";

    /// <summary>The code point alone.</summary>
    public static int Code(int glyph) => glyph & CodePoint;

    public static bool IsWide(int glyph) => (glyph & Wide) != 0;

    /// <summary>Bytes that <paramref name="glyph"/> costs on the line.</summary>
    public static int LengthBytes(int glyph) => Code(glyph) < 0x80 ? 1 : Code(glyph) < 0x800 ? 2 : Code(glyph) < 0x10000 ? 3 : 4;

    /// <summary>What <paramref name="charset"/> can show of the text of one cell.</summary>
    public static int From(string? grapheme, Charset charset)
    {
        if (grapheme is null or "")
        {
            return Blank;
        }

        char first = grapheme[0];
        if (first is >= ' ' and < '\x7f')
        {
            return first;
        }

        if (Rune.DecodeFromUtf16(grapheme, out Rune rune, out _) != System.Buffers.OperationStatus.Done)
        {
            return Unprintable;
        }

        int printable = Printable(rune);
        return charset == Charset.Utf8 ? printable : IsWide(printable) ? Unprintable | Wide : Fallback(rune);
    }

    private static int Printable(Rune rune)
    {
        if (rune.Value is >= 0x2500 and <= 0x259f)
        {
            return rune.Value;
        }

        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.SpaceSeparator:
                return Blank;
            case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark:
                return Unprintable;
            default:
                return rune.GetColumns() switch { 1 => rune.Value, 2 => rune.Value | Wide, _ => Unprintable };
        }
    }

    private static int Fallback(Rune rune)
    {
        if (!rune.IsBmp)
        {
            return Unprintable;
        }

        char character = (char)rune.Value;
        int line = BoxLines.IndexOf(character, StringComparison.Ordinal);
        if (line >= 0)
        {
            return line < BoxAscii.Length ? BoxAscii[line] : '+';
        }

        return character switch
        {
            >= '╴' and <= '╿' => '-',
            '█' or '▉' or '▊' or '▋' or '▇' or '▆' => '#',
            '▌' or '▍' or '▅' => '=',
            '▄' => ':',
            '▃' or '▂' or '·' or '•' or '∙' => '.',
            '▁' => '_',
            '▎' or '▏' => '|',
            '░' or '▒' or '▓' => '%',
            '…' => '~',
            '▲' or '△' or '↑' => '^',
            '▼' or '▽' or '↓' => 'v',
            '►' or '▶' or '→' or '▸' => '>',
            '◄' or '◀' or '←' or '◂' => '<',
            'µ' or 'μ' => 'u',
            '×' => 'x',
            '≤' => '<',
            '≥' => '>',
            '‘' or '’' => '\'',
            '“' or '”' => '"',
            '–' or '—' => '-',
            '\u00a0' => ' ',
            _ => Unprintable,
        };
    }
}
