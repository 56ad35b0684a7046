using System.Diagnostics;

namespace Ftop.Tracefs.Tests;

/// <summary>The probe, built beside the tests.</summary>
internal static class Probe
{
    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Ftop.Tracefs.Probe"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
