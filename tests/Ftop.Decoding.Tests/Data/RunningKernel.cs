using System.Diagnostics;
using System.Text;

namespace Ftop.Decoding.Tests.Data;

/// <summary>What the running kernel says of its events.</summary>
internal static class RunningKernel
{
    // Mounted for this look alone, in a mount namespace of its own; all files in one go, each behind a line that names it.
    private const string Script = "{ mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing; } && cd /sys/kernel/tracing/events && awk 'FNR == 1 {print \"\\001\" FILENAME} {print}' */*/format";
    private const int MountFailed = 32; // mount(8)

    /// <summary>Every format file with its system; skips the test where tracefs cannot be looked at.</summary>
    public static IReadOnlyList<(string System, byte[] Text)> Formats()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/unshare"), "needs root and unshare to look at tracefs");
        using Process look = Process.Start(new ProcessStartInfo("unshare", ["-m", "sh", "-c", Script]) { RedirectStandardOutput = true })!;
        string[] files = look.StandardOutput.ReadToEnd().Split('\x01', StringSplitOptions.RemoveEmptyEntries);
        look.WaitForExit();
        Assert.SkipWhen(look.ExitCode == MountFailed, "this kernel has no tracefs");
        return [.. files.Select(file => (file[..file.IndexOf('/')], Encoding.UTF8.GetBytes(file[(file.IndexOf('\n') + 1)..])))];
    }
}
