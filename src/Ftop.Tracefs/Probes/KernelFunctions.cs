using System.Collections.Immutable;
using Ftop.Decoding.Text;

namespace Ftop.Tracefs.Probes;

/// <summary>Which functions the kernel has, and where it lets nobody put a probe. A line at a time, as there may be 200,000; what cannot be read is not known.</summary>
/// <param name="kallsyms"><c>/proc/kallsyms</c>.</param>
/// <param name="blacklist"><c>kprobes/blacklist</c> of debugfs.</param>
internal sealed class KernelFunctions(string kallsyms, string blacklist)
{
    /// <summary>Of the running kernel.</summary>
    public static KernelFunctions Running { get; } = new("/proc/kallsyms", "/sys/kernel/debug/kprobes/blacklist");

    /// <summary>Which of <paramref name="symbols"/> there are none of; none where that cannot be known.</summary>
    public ImmutableHashSet<string> Missing(IEnumerable<string> symbols)
    {
        ImmutableHashSet<string> missing = symbols.ToImmutableHashSet(StringComparer.Ordinal);
        bool isKnown = false;
        foreach (string name in missing.IsEmpty ? [] : Names())
        {
            isKnown = true;
            missing = missing.Remove(name);
            if (missing.IsEmpty)
            {
                break;
            }
        }

        return isKnown ? missing : [];
    }

    /// <summary>Names near a wrong one, as the end of a sentence.</summary>
    public string Near(string symbol) => NearNames.Tail(NearNames.Of(symbol, Names()));

    /// <summary>Whether the kernel's own list says that no probe may be there.</summary>
    public bool IsBlacklisted(string symbol) => Lines(blacklist).Any(line => line.EndsWith("\t" + symbol, StringComparison.Ordinal) || line.EndsWith(" " + symbol, StringComparison.Ordinal));

    // ffffffff81000000 T name	[module]: code is t, T, w or W.
    private IEnumerable<string> Names()
    {
        foreach (string line in Lines(kallsyms))
        {
            int type = line.IndexOf(' ', StringComparison.Ordinal) + 1;
            if (type > 0 && type + 2 < line.Length && line[type] is 't' or 'T' or 'w' or 'W')
            {
                int end = line.IndexOf('\t', StringComparison.Ordinal);
                yield return end < 0 ? line[(type + 2)..] : line[(type + 2)..end];
            }
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        IEnumerator<string>? lines = null;
        try
        {
            lines = File.ReadLines(path).GetEnumerator();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break; // not built in, debugfs not mounted, or not for us to see: all mean "not known"
        }

        using (lines)
        {
            while (TryNext(lines))
            {
                yield return lines.Current;
            }
        }
    }

    private static bool TryNext(IEnumerator<string> lines)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
