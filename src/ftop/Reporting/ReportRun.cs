using System.Text;
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
        var selection = new TraceSelection { Cpus = options.Cpus.IsEmpty ? null : options.Cpus.ToHashSet(), Filters = options.Filters };
        ulong damaged = 0;
        foreach (string statistics in options.IsStatistics ? input.Statistics : [])
        {
            output.Write(Encoding.UTF8.GetBytes(string.Join('\n', statistics.Trim('\n').Split('\n').Select(PlainText.Of)) + "\n\n"));
        }

        foreach (RecordedBuffer recorded in options.IsStatistics ? [] : input.Buffers)
        {
            RecordedBuffer buffer = recorded with { Input = recorded.Input with { Time = TimeOf(recorded.Input.Time, options) } };
            damaged += (options.IsJson ? TraceReport.WriteJson(buffer, output, selection) : WriteText(buffer, options, selection)).Damaged;
        }

        Missing.Tell(input, damaged, options.Path, error);
        return ExitCode.Done;
    }

    private static TraceTime TimeOf(TraceTime time, ReportOptions options) =>
        options.HasRawTimes ? default : options.IgnoresDate ? time with { DateNs = 0 } : time;

    private TraceTotals WriteText(RecordedBuffer buffer, ReportOptions options, TraceSelection selection)
    {
        if (buffer.Name.Length > 0)
        {
            output.Write(Encoding.UTF8.GetBytes($"# instance: {PlainText.Of(buffer.Name)}\n#\n"));
        }

        if (!buffer.LatencyText.IsEmpty)
        {
            output.Write(buffer.LatencyText.Span);
            return default;
        }

        TraceTextInput input = buffer.Input with
        {
            HasNsTimes = options.HasNsTimes,
            HasRawFields = options.HasRawFields,
            Options = options.IsLatency ? buffer.Input.Options | TextOption.LatencyFormat : buffer.Input.Options,
        };
        return TraceReport.Write(buffer with { Input = input }, output, selection);
    }
}
