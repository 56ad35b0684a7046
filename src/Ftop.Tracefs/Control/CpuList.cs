using System.Collections.Immutable;
using System.Globalization;

namespace Ftop.Tracefs.Control;

/// <summary>The kernel's two ways to write a set of CPUs: a list <c>0-3,5</c> (cpuset(7), "List format") and a mask <c>ff,00000001</c> ("Mask format").</summary>
public static class CpuList
{
    private const int CpusToExcl = 1 << 16;

    /// <summary>Reads a list: each CPU once, ascending. An empty list is one of no CPUs.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryParse(string list, out ImmutableArray<int> cpus)
    {
        ArgumentNullException.ThrowIfNull(list);
        var set = new SortedSet<int>();
        cpus = [];
        foreach (string part in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0 && list.Trim().Length == 0)
            {
                return true;
            }

            string[] ends = part.Split('-');
            if (ends.Length > 2 || !TryParseCpu(ends[0], out int first) || !TryParseCpu(ends[^1], out int last) || last < first)
            {
                return false;
            }

            set.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        cpus = [.. set];
        return true;
    }

    /// <summary>As a list, <c>0-2,5</c>; empty for no CPUs.</summary>
    /// <param name="cpus">Ascending.</param>
    public static string ToText(ImmutableArray<int> cpus)
    {
        List<string> runs = [];
        for (int first = 0, last; first < cpus.Length; first = last + 1)
        {
            for (last = first; last + 1 < cpus.Length && cpus[last + 1] == cpus[last] + 1; last++)
            {
            }

            runs.Add(first == last ? $"{cpus[first]}" : $"{cpus[first]}-{cpus[last]}");
        }

        return string.Join(',', runs);
    }

    /// <summary>As a mask of 32-bit words, the highest first, as <c>tracing_cpumask</c> takes it.</summary>
    public static string ToMask(ImmutableArray<int> cpus)
    {
        uint[] words = new uint[cpus.IsEmpty ? 1 : (cpus.Max() / 32) + 1];
        foreach (int cpu in cpus)
        {
            words[cpu / 32] |= 1u << (cpu % 32);
        }

        return string.Join(',', words.Reverse().Select(word => word.ToString("x8", CultureInfo.InvariantCulture)));
    }

    private static bool TryParseCpu(string text, out int cpu) => int.TryParse(text, NumberStyles.None, null, out cpu) && cpu < CpusToExcl;
}
