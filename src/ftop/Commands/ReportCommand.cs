using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Ftop.CommandLine;
using Ftop.Decoding;
using Ftop.Decoding.Filters;
using Ftop.Reporting;
using Ftop.Tracefs.Control;

namespace Ftop.Commands;

/// <summary><c>ftop report</c>: prints a recording as the kernel's <c>trace</c> file does.</summary>
internal static class ReportCommand
{
    private const string DefaultPath = "trace.dat";

    /// <param name="output">Takes the text: bytes of the recording, so no <see cref="TextWriter"/>.</param>
    public static Command Create(Stream output)
    {
        var path = new Argument<string?>("FILE|DIR") { Description = $"A trace.dat, or a directory laid out as tracefs; {DefaultPath} if not given", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> input = ValueOption.Single<string?>("--input", "-i", "FILE|DIR", "The same, as an option", "a file or directory", ValueOption.ReadText!);
        Option<ImmutableArray<int>> cpus = ValueOption.Single<ImmutableArray<int>>(
            "--cpu", null, "LIST", "Only events of these CPUs, as in 0-2,5", "a list of CPUs like 0-2,5", (string text, out ImmutableArray<int> list) => CpuList.TryParse(text, out list) && !list.IsEmpty);
        Option<ImmutableArray<EventFilter>> filters = Filters();
        var json = new Option<bool>("--json") { Description = "One JSON object an event" };
        var nsTimes = new Option<bool>("--full-time", "-t") { Description = "Times with all nine digits" };
        var noDate = new Option<bool>("--nodate") { Description = "Times by the trace clock, also where 'record --date' noted the wall clock" };
        var rawTimes = new Option<bool>("--raw-ts") { Description = "Times as recorded, without any correction" };
        var statistics = new Option<bool>("--stat") { Description = "The kernel's statistics of the buffers at the end of recording, and no events" };
        var latency = new Option<bool>("--latency", "-l") { Description = "The latency format: times from the buffer's start, and how long until the next event" };
        var raw = new Option<bool>("--raw", "-R") { Description = "The fields of each event instead of its text" };
        var command = new Command("report", "Print a recording as the kernel's trace file does") { path, input, cpus, filters, nsTimes, noDate, rawTimes, latency, raw, json, statistics };
        command.Validators.Add(result =>
        {
            if (result.GetResult(path) is { Implicit: false, Tokens.Count: > 0 } && result.GetResult(input) is { Implicit: false })
            {
                result.AddError("--input: expected once, as an option or as an argument");
            }

            if (result.GetResult(json) is { Implicit: false } && (Option[])[nsTimes, latency, raw] is var text && text.Any(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError("--json: expected without --full-time, --latency and --raw, which are about text");
            }
        });
        command.SetAction(parsed => new ReportRun(output, parsed.InvocationConfiguration.Error).Run(new ReportOptions
        {
            Path = parsed.GetValue(input) ?? parsed.GetValue(path) ?? DefaultPath,
            Cpus = parsed.GetResult(cpus) is null ? [] : parsed.GetValue(cpus),
            Filters = parsed.GetValue(filters),
            IsJson = parsed.GetValue(json),
            HasNsTimes = parsed.GetValue(nsTimes),
            IgnoresDate = parsed.GetValue(noDate),
            HasRawTimes = parsed.GetValue(rawTimes),
            IsStatistics = parsed.GetValue(statistics),
            IsLatency = parsed.GetValue(latency),
            HasRawFields = parsed.GetValue(raw),
        }));
        return command;
    }

    private static Option<ImmutableArray<EventFilter>> Filters()
    {
        const string Example = "expected EVENTS : CONDITION, as in 'sched/sched_switch : next_pid == 123'";
        var option = new Option<ImmutableArray<EventFilter>>("--filter", "-F")
        {
            HelpName = "FILTER",
            Description = "Only these events, as in 'sched' or 'sched/sched_switch : next_pid == 123 && CPU == 0'; may be repeated",
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
        };
        option.CustomParser = result =>
        {
            ImmutableArray<EventFilter>.Builder read = ImmutableArray.CreateBuilder<EventFilter>();
            foreach (Token token in result.Tokens)
            {
                if (EventFilter.TryParse(token.Value, out EventFilter? filter, out string fault))
                {
                    read.Add(filter!);
                }
                else
                {
                    result.AddError($"--filter: '{Excerpt.Of(token.Value)}': {fault}; {Example}");
                }
            }

            return read.ToImmutable();
        };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.Tokens.Count == 0)
            {
                result.AddError($"--filter: the value is missing; {Example}");
            }
        });
        return option;
    }
}
