namespace Ftop.Tracefs.Errors;

/// <summary>
/// The kernel's lockdown level, from <c>/sys/kernel/security/lockdown</c>: <c>none [integrity] confidentiality</c>. Under confidentiality
/// tracefs refuses to be opened (<c>LOCKDOWN_TRACEFS</c>), under integrity already kprobes.
/// </summary>
public static class KernelLockdown
{
    private const string Path = "/sys/kernel/security/lockdown";

    /// <summary><c>none</c>, <c>integrity</c> or <c>confidentiality</c>; null where the kernel does not show it.</summary>
    public static string? Level { get; } = Read(Path);

    internal static string? Read(string path)
    {
        try
        {
            return Bracketed.Parse(File.ReadAllText(path)).Chosen;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // not built in, securityfs not mounted, or not for us to see: all mean "not shown"
        }
    }
}
