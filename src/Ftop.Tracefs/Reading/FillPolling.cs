using System.Globalization;
using System.Text.RegularExpressions;
using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs.Reading;

/// <summary>
/// Whether this kernel's poll(2) on <c>trace_pipe_raw</c> waits for <c>buffer_percent</c> and misses no wake-up: from 6.9 on, and in the stable kernels that
/// have <c>ring-buffer: Only update pages_touched when a new page is touched</c>, the last of a row of repairs. Before, it says so for one event, or never.
/// </summary>
internal static partial class FillPolling
{
    private static readonly Version FirstRepaired = new(6, 9);
    private static readonly Version[] RepairedStable = [new(6, 6, 27), new(6, 1, 87)];

    /// <summary>Of the running kernel.</summary>
    public static bool IsReliable { get; } = IsReliableOn(Machine.Release(), Machine.Build());

    /// <param name="release">uname's release, as in <c>6.1.0-56-amd64</c>.</param>
    /// <param name="build">uname's version: Debian's has the number that the release hides, as in <c>#1 SMP Debian 6.1.192-2 (2026-01-01)</c>.</param>
    public static bool IsReliableOn(string release, string build)
    {
        Match number = DebianNumber().Match(build) is { Success: true } debian ? debian : Number().Match(release);
        if (!number.Success)
        {
            return false;
        }

        var version = new Version(Part(number, 1), Part(number, 2), Part(number, 3));
        return version >= FirstRepaired || RepairedStable.Any(stable => version.Major == stable.Major && version.Minor == stable.Minor && version.Build >= stable.Build);
    }

    private static int Part(Match number, int group) => number.Groups[group].Success ? int.Parse(number.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bDebian (\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?")]
    private static partial Regex DebianNumber();
}
