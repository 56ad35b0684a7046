using System.Globalization;

namespace Ftop.Tui.Text;

/// <summary>
/// Makes text of the kernel and of processes (comm, symbols, event names) safe to show. The only door through which such text reaches a cell:
/// what is left is printable, one column a character, and reads from left to right.
/// </summary>
internal static class SafeText
{
    private const char Replacement = '?';

    /// <summary>
    /// Writes <paramref name="text"/> to <paramref name="destination"/> and returns the number of characters written, cutting what does not fit.
    /// C0 controls and DEL become caret notation (<c>^[</c> for ESC); C1 controls, bidi marks and overrides, zero-width and combining characters,
    /// wide and right-to-left scripts, surrogates and the rest that would not take one column become <c>?</c>.
    /// </summary>
    public static int Write(ReadOnlySpan<char> text, Span<char> destination)
    {
        int length = 0;
        for (int index = 0; index < text.Length && length < destination.Length; index++)
        {
            char character = text[index];
            if (character is < ' ' or '\x7f')
            {
                destination[length++] = '^';
                if (length < destination.Length)
                {
                    destination[length++] = (char)(character ^ 0x40);
                }
            }
            else if (char.IsHighSurrogate(character) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
                destination[length++] = Replacement;
            }
            else
            {
                destination[length++] = IsPlain(character) ? character : Replacement;
            }
        }

        return length;
    }

    /// <summary>The whole of <paramref name="text"/> made safe; the same string where it already is.</summary>
    public static string Of(string text)
    {
        Span<char> safe = text.Length <= 256 ? stackalloc char[512] : new char[text.Length * 2];
        int length = Write(text, safe);
        return safe[..length].SequenceEqual(text) ? text : new string(safe[..length]);
    }

    private static bool IsPlain(char character) => character < '\x7f' || (IsOneColumn(character) && IsGraphic(character));

    // Latin, Greek, Cyrillic, Armenian, and from U+2010 punctuation and arrows; other scripts are right-to-left, combine or are wide.
    // Beyond the arrows come symbols of which many terminals make emoji of two columns; box drawing and blocks are safe.
    private static bool IsOneColumn(char character) =>
        character is (>= '\u00a1' and < '\u0590') or (>= '\u1e00' and < '\u2300') or (>= '\u2500' and < '\u25a0');

    private static bool IsGraphic(char character) => CharUnicodeInfo.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => false,
        UnicodeCategory.SpacingCombiningMark => false,
        _ => true,
    };
}
