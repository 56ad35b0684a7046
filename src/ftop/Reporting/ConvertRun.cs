using Ftop.Decoding.Files;
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
        ulong damaged;
        using (OutputFileStream output = OutputFileStream.OpenShared(outputPath))
        {
            try
            {
                output.Empty();
                damaged = TraceReport.WriteTimeline(input, output);
            }
            catch (FileException unwritten) when (unwritten.Path == outputPath)
            {
                OutputFileStream.Remove(outputPath); // half a timeline is none
                throw;
            }
        }

        Missing.Tell(input, damaged, path, error);
        return ExitCode.Done;
    }
}
