using System.Collections.Immutable;

namespace Ftop.CommandLine;

/// <summary>The kernel's notation for sets of CPUs (<c>cpulist_parse</c>), as in <c>0-2,5</c>.</summary>
internal static class CpuList
{
    /// <summary>CONFIG_NR_CPUS of the largest kernels.</summary>
    private const int MostCpus = 8192;

    /// <summary>The CPUs in ascending order, each once; false where <paramref name="text"/> is no list.</summary>
    public static bool TryParse(string text, out ImmutableArray<int> cpus)
    {
        var set = new SortedSet<int>();
        cpus = [];
        foreach (string part in text.Split(','))
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            string first = dash < 0 ? part : part[..dash];
            string last = dash < 0 ? part : part[(dash + 1)..];
            if (!Number.TryParse(first, 0, MostCpus - 1, out int from) || !Number.TryParse(last, from, MostCpus - 1, out int to))
            {
                return false;
            }

            set.UnionWith(Enumerable.Range(from, to - from + 1));
        }

        cpus = [.. set];
        return true;
    }
}
