using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;
using Ftop.Output;
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
        CheckSelection(input, options);
        ulong damaged = 0;
        ulong written = 0;
        ulong entries = 0;
        bool isText = false;
        foreach (string statistics in options.IsStatistics ? input.Statistics : [])
        {
            output.Write(Encoding.UTF8.GetBytes(string.Join('\n', statistics.Trim('\n').Split('\n').Select(PlainText.Of)) + "\n\n"));
        }

        foreach (RecordedBuffer recorded in options.IsStatistics ? [] : input.Buffers)
        {
            RecordedBuffer buffer = recorded with { Input = recorded.Input with { Time = TimeOf(recorded.Input.Time, options) } };
            TraceTotals totals = options.IsJson ? TraceReport.WriteJson(buffer, output, selection) : WriteText(buffer, options, selection);
            damaged += totals.Damaged;
            written += totals.Selected;
            entries += totals.Entries;
            isText |= !buffer.LatencyText.IsEmpty;
        }

        if (options.IsStatistics ? input.Statistics.Count == 0 : written == 0 && !isText)
        {
            error.WriteLine($"ftop: {options.Path}: {WhyNothing(input, options, entries)}");
        }

        Missing.Tell(input, damaged, options.Path, error);
        return ExitCode.Done;
    }

    // What can match nothing is a slip.
    private static void CheckSelection(RecordedInput input, ReportOptions options)
    {
        EventFormat[] formats = [.. input.Buffers.SelectMany(buffer => buffer.Input.Formats.Formats).Distinct()];
        if (options.Filters.Select(filter => filter.FindFault(formats)).FirstOrDefault(fault => fault is not null) is string wrong)
        {
            throw new RefusalException(ExitCode.Usage, $"--filter: {wrong}");
        }

        int cpuCount = input.Buffers.Max(buffer => Math.Max(buffer.Input.CpuCount, buffer.Cpus.DefaultIfEmpty(-1).Max() + 1));
        if (!options.Cpus.IsEmpty && options.Cpus.All(cpu => cpu >= cpuCount))
        {
            throw new RefusalException(ExitCode.Usage, $"--cpu: this recording has {(cpuCount == 1 ? "CPU 0 alone" : $"CPUs 0-{cpuCount - 1}")}");
        }
    }

    private static string WhyNothing(RecordedInput input, ReportOptions options, ulong entries) =>
        options.IsStatistics ? "no statistics of the buffers were recorded"
        : entries == 0 ? "no event was recorded"
        : options.Cpus.IsEmpty ? $"none of {entries} events passes the filter"
        : options.Filters.IsEmpty ? $"CPU {string.Join(',', options.Cpus)} has none of {entries} events; those that have some: {string.Join(',', input.Buffers.SelectMany(buffer => buffer.Cpus).Distinct().Order())}"
        : $"none of {entries} events is of CPU {string.Join(',', options.Cpus)} and passes the filter";

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
