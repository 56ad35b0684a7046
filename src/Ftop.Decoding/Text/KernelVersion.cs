using System.Globalization;

namespace Ftop.Decoding.Text;

/// <summary>The traced kernel's version, as far as the text of <c>trace</c> depends on it.</summary>
/// <param name="Major">6 of 6.18.</param>
/// <param name="Minor">18 of 6.18.</param>
/// <param name="Release">As <c>uname -r</c> has it: <c>6.1.0-56-amd64</c>.</param>
/// <param name="IsRealTime">Built with CONFIG_PREEMPT_RT, which <c>uname -v</c> tells.</param>
public readonly record struct KernelVersion(int Major, int Minor, string Release, bool IsRealTime = false)
{
    /// <summary>Where nothing tells the version: taken for newer than any other.</summary>
    public static KernelVersion Unknown { get; } = new(int.MaxValue, 0, "unknown");

    /// <summary>Reads <c>/proc/version</c> (<c>Linux version 6.1.0-56-amd64 (…</c>) or <c>uname -r</c>; <see cref="Unknown"/> for anything else.</summary>
    public static KernelVersion Parse(ReadOnlySpan<char> text)
    {
        const string Prefix = "Linux version ";
        text = text.Trim();
        bool isRealTime = text.Contains("PREEMPT_RT", StringComparison.Ordinal);
        text = text.StartsWith(Prefix) ? text[Prefix.Length..] : text;
        int end = text.IndexOfAny(' ', '\n');
        ReadOnlySpan<char> release = end < 0 ? text : text[..end];
        int dot = release.IndexOf('.');
        ReadOnlySpan<char> rest = dot < 0 ? default : release[(dot + 1)..];
        int minorEnd = rest.IndexOfAnyExceptInRange('0', '9');
        return dot > 0
            && int.TryParse(release[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(minorEnd < 0 ? rest : rest[..minorEnd], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
                ? new KernelVersion(major, minor, release.ToString(), isRealTime)
                : Unknown;
    }

    /// <summary>Whether this is the given version or a later one.</summary>
    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);
}
