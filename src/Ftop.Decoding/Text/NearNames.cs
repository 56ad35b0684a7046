namespace Ftop.Decoding.Text;

/// <summary>
/// Names that a wrong one was perhaps meant to be: few single letters apart (added, left out, changed, two exchanged), or of the same words, of which some
/// are longer. <c>sys_enter_stat</c> is near <c>sys_enter_newstat</c>.
/// </summary>
public static class NearNames
{
    private const int Most = 5;
    private const int LongestLength = 128;

    /// <summary>The nearest of <paramref name="names"/>, the best first, at most five; none where none is near.</summary>
    /// <param name="wrong">What was asked for; wildcards do not count.</param>
    /// <param name="names">What there is; read once, so that it may come from a large file.</param>
    public static IReadOnlyList<string> Of(string wrong, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        ArgumentNullException.ThrowIfNull(names);
        string asked = string.Concat(wrong.Where(letter => letter is not ('*' or '?'))).ToLowerInvariant();
        if (asked.Length is 0 or > LongestLength)
        {
            return [];
        }

        string[] words = asked.Split((char[])['_', ':', '/', '-', '.'], StringSplitOptions.RemoveEmptyEntries);
        int furthest = Math.Max(1, asked.Length / 3);
        var nearest = new List<(int Distance, string Name)>();
        foreach (string name in names)
        {
            if (Distance(asked, words, name, furthest) is int distance && distance <= furthest && !nearest.Contains((distance, name)))
            {
                int place = nearest.FindIndex(one => one.Distance > distance);
                nearest.Insert(place < 0 ? nearest.Count : place, (distance, name));
                nearest.RemoveRange(Math.Min(Most, nearest.Count), nearest.Count - Math.Min(Most, nearest.Count));
            }
        }

        return [.. nearest.Select(one => one.Name)];
    }

    /// <summary>As the end of a sentence, <c>; near are a, b</c>; empty for none.</summary>
    public static string Tail(IReadOnlyCollection<string> near)
    {
        ArgumentNullException.ThrowIfNull(near);
        return near.Count == 0 ? "" : $"; near {(near.Count == 1 ? "is" : "are")} {string.Join(", ", near)}";
    }

    private static int? Distance(string asked, string[] words, string name, int furthest)
    {
        if (name.Length > LongestLength)
        {
            return null;
        }

        bool hasAllWords = words.Length > 0 && words.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
        int apart = Math.Abs(asked.Length - name.Length);
        if (hasAllWords)
        {
            return Math.Min(furthest, apart / 2);
        }

        return apart > furthest ? null : Edits(asked, name);
    }

    // Optimal string alignment: the least number of letters added, left out, changed, or exchanged with their neighbour.
    private static int Edits(string asked, string name)
    {
        Span<int> before = stackalloc int[LongestLength + 1];
        Span<int> last = stackalloc int[LongestLength + 1];
        Span<int> current = stackalloc int[LongestLength + 1];
        for (int j = 0; j <= name.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= asked.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= name.Length; j++)
            {
                int change = asked[i - 1] == char.ToLowerInvariant(name[j - 1]) ? 0 : 1;
                int edits = Math.Min(Math.Min(last[j], current[j - 1]) + 1, last[j - 1] + change);
                bool isExchange = i > 1 && j > 1 && asked[i - 1] == char.ToLowerInvariant(name[j - 2]) && asked[i - 2] == char.ToLowerInvariant(name[j - 1]);
                current[j] = isExchange ? Math.Min(edits, before[j - 2] + 1) : edits;
            }

            Span<int> free = before;
            before = last;
            last = current;
            current = free;
        }

        return last[name.Length];
    }
}
