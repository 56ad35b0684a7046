using System.Buffers;
using System.Globalization;

namespace Ftop.Decoding.Formats;

/// <summary>
/// The system of the probes that an ftop made, <c>ftop_PID</c>: a group of its own, named for its process, so that it can be told whose a probe is. In views <c>probe</c>
/// stands for it, as no number is known before the process runs, and a recording has another.
/// </summary>
public static class ProbeSystem
{
    /// <summary>What stands for the probes of any ftop: <c>probe:vfs_read</c>, and <c>probe:*</c> for all of them.</summary>
    public const string Alias = "probe";

    private const string Prefix = "ftop_";
    private static readonly SearchValues<char> AfterPrefix = SearchValues.Create("0123456789_");

    /// <summary>The system of a process's probes.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="suffix">What tells its pid from the same number in another namespace: a dash and digits, or nothing.</param>
    public static string Of(int pid, string suffix)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{pid}{suffix.Replace('-', '_')}");
    }

    /// <summary>Whether a system is one of probes that an ftop made.</summary>
    public static bool Is(string system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.Length > Prefix.Length && system.StartsWith(Prefix, StringComparison.Ordinal) && system.AsSpan(Prefix.Length).IndexOfAnyExcept(AfterPrefix) < 0;
    }
}
