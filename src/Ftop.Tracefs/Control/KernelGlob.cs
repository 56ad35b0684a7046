namespace Ftop.Tracefs.Control;

/// <summary>
/// Matches as the kernel's <c>glob_match</c> does (<c>lib/glob.c</c>): <c>*</c> any run, <c>?</c> any one, <c>[a-z]</c> and <c>[!a-z]</c> a class,
/// <c>\</c> the next as it is. A class without its end stands for itself.
/// </summary>
public static class KernelGlob
{
    /// <summary>True if all of <paramref name="text"/> matches.</summary>
    public static bool IsMatch(ReadOnlySpan<char> glob, ReadOnlySpan<char> text)
    {
        // On a mismatch only the latest star needs another try: a longer run for an earlier one cannot help.
        int g = 0;
        int t = 0;
        int afterStar = -1;
        int starText = 0;
        while (true)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                afterStar = ++g;
                starText = t;
                continue;
            }

            if (t == text.Length)
            {
                return g == glob.Length;
            }

            if (g < glob.Length && TryMatchOne(glob, ref g, text[t]))
            {
                t++;
            }
            else if (afterStar >= 0)
            {
                g = afterStar;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }
    }

    private static bool TryMatchOne(ReadOnlySpan<char> glob, ref int g, char c)
    {
        switch (glob[g])
        {
            case '?':
                g++;
                return true;
            case '[' when TryMatchClass(glob[g..], c, out int length, out bool isIn):
                g += length;
                return isIn;
            case '\\' when g + 1 < glob.Length:
                g += 2;
                return glob[g - 1] == c;
            default:
                return glob[g++] == c;
        }
    }

    private static bool TryMatchClass(ReadOnlySpan<char> glob, char c, out int length, out bool isIn)
    {
        int i = 1;
        bool inverted = i < glob.Length && glob[i] == '!';
        i += inverted ? 1 : 0;
        int first = i;
        bool found = false;
        for (; i < glob.Length && (glob[i] != ']' || i == first); i++)
        {
            char low = glob[i];
            char high = low;
            if (i + 2 < glob.Length && glob[i + 1] == '-' && glob[i + 2] != ']')
            {
                high = glob[i + 2];
                i += 2;
            }

            found |= c >= low && c <= high;
        }

        length = i + 1;
        isIn = found != inverted;
        return i < glob.Length;
    }
}
