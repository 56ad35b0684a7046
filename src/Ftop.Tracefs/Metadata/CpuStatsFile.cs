using System.Text;
using Ftop.Decoding;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Metadata;

/// <summary><c>per_cpu/cpuN/stats</c>: lines of <c>name: number</c> (<c>kernel/trace/trace.c tracing_stats_read</c>).</summary>
internal static class CpuStatsFile
{
    private const int MostChars = 1024; // there are eight lines of a name and a number

    /// <summary>All 0 where the file is not there: the CPU has no buffer.</summary>
    public static CpuStats Read(string path) => new ControlFile(path).TryReadText(out string text) == 0 ? Parse(text) : default;

    /// <summary>As the other, of a file that stays open: nothing is allocated.</summary>
    /// <param name="file">The file.</param>
    /// <param name="buffer">Scratch, grown as needed.</param>
    public static CpuStats Read(KeptFile file, ref byte[] buffer)
    {
        if (file.TryRead(ref buffer, out int length) != 0)
        {
            return default;
        }

        Span<char> text = stackalloc char[Math.Min(length, MostChars)];
        Encoding.ASCII.GetChars(buffer.AsSpan(0, text.Length), text);
        return Parse(text);
    }

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
