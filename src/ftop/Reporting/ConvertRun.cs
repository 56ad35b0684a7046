using Ftop.Decoding.Files;
using Ftop.Decoding.Text;
using Ftop.Output;
using Ftop.TraceDat;
using Ftop.TraceDat.Writing;

namespace Ftop.Reporting;

/// <summary>Writes a recording as a timeline.</summary>
internal static class ConvertRun
{
    /// <summary>Returns the exit code.</summary>
    public static int Run(string path, string outputPath, TextWriter error)
    {
        using var input = RecordedInput.Open(path);
        TraceTotals totals;
        using (OutputFileStream output = OutputFileStream.OpenShared(outputPath))
        {
            try
            {
                output.Empty();
                totals = TraceReport.WriteTimeline(input, output);
            }
            catch (FileException unwritten) when (unwritten.Path == outputPath)
            {
                OutputFileStream.Remove(outputPath); // half a timeline is none
                throw;
            }
        }

        if (totals.Selected == 0)
        {
            error.WriteLine(input.Buffers.Any(buffer => !buffer.LatencyText.IsEmpty)
                ? $"ftop: {path}: there are no events in it, only the text of a latency tracer: 'ftop report {path}' prints it"
                : $"ftop: {path}: no event was recorded");
        }

        Missing.Tell(input, totals.Damaged, path, error);
        return ExitCode.Done;
    }
}
