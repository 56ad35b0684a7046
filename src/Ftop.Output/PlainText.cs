using System.Globalization;
using System.Text;

namespace Ftop.Output;

/// <summary>Text of the kernel and of processes for a stream that may end at a terminal: no control, no change of direction, no line end.</summary>
public static class PlainText
{
    /// <summary>Replaces what is not printable by <c>?</c>; the same string where all is.</summary>
    public static string Of(string text)
    {
        if (text.EnumerateRunes().All(IsPrintable))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            safe.Append(IsPrintable(rune) ? rune.ToString() : "?");
        }

        return safe.ToString();
    }

    /// <summary>False for controls, changes of direction, line ends and what has no character.</summary>
    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
