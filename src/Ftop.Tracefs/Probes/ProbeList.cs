namespace Ftop.Tracefs.Probes;

/// <summary>
/// Reads a list of probes as the kernel prints it:
/// <code>
/// p:ftop_1234/vfs_read vfs_read file=+0($arg1):x64
/// r16:ftop_1234/vfs_read__return vfs_read ret=$retval
/// s:wakeup_latency u64 lat; pid_t pid;
/// </code>
/// </summary>
internal static class ProbeList
{
    private const string Synthetic = "synthetic/";

    /// <summary>Whether there is a probe <c>GROUP/NAME</c>; false where the list cannot be read.</summary>
    public static bool Has(ControlFile list, string name) => list.TryReadText(out string text) == 0 && Has(text, name);

    internal static bool Has(string text, string name) => text.Split('\n').Any(line => NameOf(line) == name);

    // There is no group before the name of a synthetic event.
    private static string NameOf(string line)
    {
        string head = line.Split(' ', '\t')[0];
        int colon = head.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ""
            : head[0] == 's' && !head.Contains('/', StringComparison.Ordinal) ? Synthetic + head[(colon + 1)..]
            : head[(colon + 1)..];
    }
}
