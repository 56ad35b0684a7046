using System.Diagnostics;
using Ftop.EndToEnd.Tests;

namespace Ftop.Board.Tests;

/// <summary>What the boards need of the machine.</summary>
internal static class Requirements
{
    private static readonly Lazy<string?> Reason = new(Find);

    /// <summary>In CI nothing may be missing: there a reason to skip is a failure.</summary>
    public static bool Required { get; } = Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Why boards cannot run here; null if they can. Fetches what they are made of the first time.</summary>
    public static string? Missing() => Reason.Value;

    /// <summary>Whether the programs are in <c>PATH</c>.</summary>
    public static string? MissingProgram(params string[] names)
    {
        string[] directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        string? missing = names.FirstOrDefault(name => !directories.Any(directory => File.Exists(Path.Combine(directory, name))));
        return missing is null ? null : $"needs {missing}";
    }

    private static string? Find()
    {
        if (MissingProgram("qemu-system-x86_64", "qemu-system-aarch64", "tmux", "cpio") is string missing)
        {
            return missing + "; tests/boards/fetch.sh, run as root, installs it";
        }

        string fetch = Path.Combine(Repository.Root, "tests", "boards", "fetch.sh");
        using Process fetching = Process.Start(new ProcessStartInfo(fetch) { RedirectStandardError = true })!;
        string said = fetching.StandardError.ReadToEnd();
        fetching.WaitForExit();
        return fetching.ExitCode == 0 ? null : "tests/boards/fetch.sh failed: " + said;
    }
}
