using System.Collections.Immutable;

namespace Ftop.Tracefs.Errors;

/// <summary>A list of which one is chosen, as the kernel prints it: <c>local [mono] boot</c>.</summary>
/// <param name="Chosen">The one in brackets; null if none is.</param>
/// <param name="All">All of them without brackets, in the kernel's order.</param>
internal readonly record struct Bracketed(string? Chosen, ImmutableArray<string> All)
{
    public static Bracketed Parse(string text)
    {
        string? chosen = null;
        ImmutableArray<string>.Builder all = ImmutableArray.CreateBuilder<string>();
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length > 2 && word[0] == '[' && word[^1] == ']')
            {
                chosen = word[1..^1];
                all.Add(chosen);
            }
            else
            {
                all.Add(word);
            }
        }

        return new Bracketed(chosen, all.ToImmutable());
    }
}
