using Ftop.TraceDat;

namespace Ftop.Reporting;

/// <summary>Writes a recording as a timeline.</summary>
internal static class ConvertRun
{
    /// <summary>Returns the exit code.</summary>
    public static int Run(string path, string outputPath, TextWriter error)
    {
        using var input = RecordedInput.Open(path);
        ulong damaged;
        using (FileStream output = File.Create(outputPath))
        {
            damaged = TraceReport.WriteTimeline(input, output);
        }

        Missing.Tell(input, damaged, path, error);
        return ExitCode.Done;
    }
}
