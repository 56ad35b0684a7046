using System.Collections.Immutable;

namespace Ftop.Tui;

/// <summary>What Tab found for the beginning of a name.</summary>
public sealed record Completion
{
    private const int MostNames = 60;

    /// <summary>What all names begin with; the beginning itself where there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The first of the names, sorted; at most 60.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>How many there are.</summary>
    public int Count { get; init; }

    /// <summary>Why there are none to be had, in a line; null where they could be looked at.</summary>
    public string? Refusal { get; init; }

    /// <summary>Looks at names one by one and keeps a few: there may be as many as the kernel has functions.</summary>
    /// <param name="beginning">What was typed.</param>
    /// <param name="names">In any order; the same one may come again.</param>
    public static Completion Of(string beginning, IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var first = new SortedSet<string>(StringComparer.Ordinal);
        string? common = null;
        int count = 0;
        foreach (string name in names)
        {
            if (!name.StartsWith(beginning, StringComparison.Ordinal) || first.Contains(name))
            {
                continue;
            }

            count++;
            common = common is null ? name : common[..common.AsSpan().CommonPrefixLength(name)];
            first.Add(name);
            if (first.Count > MostNames)
            {
                first.Remove(first.Max!); // not null where there are names
            }
        }

        return new Completion { Text = common ?? beginning, Names = [.. first], Count = count };
    }
}
