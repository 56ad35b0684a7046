using Ftop.Decoding;

namespace Ftop.Tracefs.Metadata;

/// <summary><c>per_cpu/cpuN/stats</c>: lines of <c>name: number</c> (<c>kernel/trace/trace.c tracing_stats_read</c>).</summary>
internal static class CpuStatsFile
{
    /// <summary>All 0 where the file is not there: the CPU has no buffer.</summary>
    public static CpuStats Read(string path) => new ControlFile(path).TryReadText(out string text) == 0 ? Parse(text) : default;

    internal static CpuStats Parse(ReadOnlySpan<char> text)
    {
        CpuStats stats = default;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            int colon = line.IndexOf(':');
            if (colon < 0 || !long.TryParse(line[(colon + 1)..].Trim(), out long value))
            {
                continue; // the two time stamps, and what newer kernels may add
            }

            stats = line[..colon] switch
            {
                "entries" => stats with { Entries = value },
                "overrun" => stats with { Overrun = value },
                "commit overrun" => stats with { CommitOverrun = value },
                "bytes" => stats with { Bytes = value },
                "dropped events" => stats with { DroppedEvents = value },
                "read events" => stats with { ReadEvents = value },
                _ => stats,
            };
        }

        return stats;
    }
}
