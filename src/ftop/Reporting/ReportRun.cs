using Ftop.Batch;
using Ftop.Decoding.Text;
using Ftop.TraceDat;

namespace Ftop.Reporting;

/// <summary>Prints every buffer of a recording, and says on standard error what of it cannot be read.</summary>
/// <param name="output">Takes the report.</param>
/// <param name="error">Takes what is missing, a line each.</param>
internal sealed class ReportRun(Stream output, TextWriter error)
{
    /// <summary>Returns the exit code: done, also where a part of a damaged recording is missing.</summary>
    public int Run(ReportOptions options)
    {
        using var input = RecordedInput.Open(options.Path);
        var selection = new TraceSelection { Cpus = options.Cpus.IsEmpty ? null : options.Cpus.ToHashSet() };
        ulong damaged = 0;
        foreach (RecordedBuffer buffer in input.Buffers)
        {
            if (buffer.Name.Length > 0)
            {
                output.Write(System.Text.Encoding.UTF8.GetBytes($"# instance: {PlainText.Of(buffer.Name)}\n#\n"));
            }

            damaged += TraceReport.Write(buffer with { Input = Formed(buffer.Input, options) }, output, selection).Damaged;
        }

        foreach (string problem in input.Problems)
        {
            error.WriteLine($"ftop: {PlainText.Of(problem)}");
        }

        if (damaged > 0)
        {
            error.WriteLine($"ftop: {options.Path}: {damaged} sub-buffers are damaged: of these, events may be missing");
        }

        return ExitCode.Done;
    }

    private static TraceTextInput Formed(TraceTextInput input, ReportOptions options) => input with
    {
        HasNsTimes = options.HasNsTimes,
        HasRawFields = options.HasRawFields,
        Options = options.IsLatency ? input.Options | TextOption.LatencyFormat : input.Options,
    };
}
