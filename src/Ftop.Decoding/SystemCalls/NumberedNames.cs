using System.Text;

namespace Ftop.Decoding.SystemCalls;

/// <summary>Names in the order of their numbers, written as text: from 0 or from where <c>@N</c> says.</summary>
internal static class NumberedNames
{
    /// <summary>Adds what <paramref name="table"/> names to <paramref name="names"/>, by number; null where no number has a name.</summary>
    public static void Read(List<string?> names, ReadOnlySpan<byte> table)
    {
        int number = 0;
        foreach (string token in Encoding.ASCII.GetString(table).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (token[0] == '@')
            {
                number = int.Parse(token.AsSpan(1));
                continue;
            }

            while (names.Count <= number)
            {
                names.Add(null);
            }

            names[number++] = token;
        }
    }
}
