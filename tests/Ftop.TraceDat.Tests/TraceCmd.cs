using System.Diagnostics;

namespace Ftop.TraceDat.Tests;

/// <summary>trace-cmd, with its library the oracle for what is written.</summary>
internal static class TraceCmd
{
    private static readonly Lazy<string?> Compressions = new(() => Run("list", "-c")?.Output);

    /// <summary>Skips a test whose compression this trace-cmd lacks.</summary>
    public static void RequireCompression(string compression)
    {
        Assert.SkipWhen(Compressions.Value is null, "trace-cmd is not installed");
        Assert.SkipUnless(compression == "none" || Compressions.Value!.Contains(compression, StringComparison.Ordinal), $"this trace-cmd has no {compression}");
    }

    /// <summary>What <c>trace-cmd report</c> says of a file on its standard output and error.</summary>
    public static (string Output, string Errors) Report(string path) => Run("report", "-i", path) ?? throw new InvalidOperationException("trace-cmd is not installed");

    private static (string Output, string Errors)? Run(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("trace-cmd", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (output, errors.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
