using System.Diagnostics;
using Ftop.EndToEnd.Tests;

namespace Ftop.Board.Tests;

/// <summary>The script that boots a board for somebody at a terminal.</summary>
public sealed class BootTests
{
    [Theory]
    [InlineData("", 2)]
    [InlineData("--help", 0)]
    public async Task WithoutABoard_PrintsItsUsage(string argument, int status)
    {
        var start = new ProcessStartInfo("bash", argument.Length == 0 ? [Script] : [Script, argument]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process script = Process.Start(start)!; // not null where UseShellExecute is false
        string usage = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, script.ExitCode);
        Assert.StartsWith("Boots an emulated board", usage, StringComparison.Ordinal);
        foreach (string said in (string[])["boot.sh BOARD [BUNDLE...]", "x86-64-6.12-rt", "arm64-6.1", "linux-x64-anylibc", "ftop: not found"])
        {
            Assert.Contains(said, usage, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("set -euo", usage, StringComparison.Ordinal);
    }

    private static string Script => Path.Combine(Repository.Root, "tests", "boards", "boot.sh");
}
