using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ftop.Aggregation.Windows;

/// <summary>What ftop itself costs.</summary>
/// <param name="CpuPercent">User and system time of the process during the window, 100 being one CPU.</param>
/// <param name="RssBytes">Resident memory at the end of the window.</param>
public readonly record struct SelfUse(double CpuPercent, long RssBytes);

/// <summary>What the process has used so far.</summary>
/// <param name="CpuTime">User and system time since it began.</param>
/// <param name="RssBytes">Resident memory now.</param>
public readonly record struct ResourceUse(TimeSpan CpuTime, long RssBytes)
{
    private const string MemoryPath = "/proc/self/statm";

    // Stays open: asking costs one system call, and Environment.WorkingSet eight.
    private static readonly Lazy<SafeFileHandle?> Memory = new(static () => File.Exists(MemoryPath) ? File.OpenHandle(MemoryPath) : null);

    /// <summary>Reads this process's own.</summary>
    public static ResourceUse OfThisProcess() => new(Environment.CpuUsage.TotalTime, RssNow());

    // Pages: "size resident shared ..." (Documentation/filesystems/proc.rst).
    private static long RssNow()
    {
        if (Memory.Value is not SafeFileHandle file)
        {
            return Environment.WorkingSet;
        }

        Span<byte> bytes = stackalloc byte[128];
        Span<char> text = stackalloc char[128];
        text = text[..Encoding.ASCII.GetChars(bytes[..RandomAccess.Read(file, bytes, 0)], text)];
        text = text[(text.IndexOf(' ') + 1)..];
        return long.TryParse(text[..Math.Max(0, text.IndexOf(' '))], CultureInfo.InvariantCulture, out long pages) ? pages * Environment.SystemPageSize : 0;
    }
}
