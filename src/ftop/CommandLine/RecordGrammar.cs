using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ftop.Output;
using Ftop.Recording;
using Ftop.Tracefs.Probes;

namespace Ftop.CommandLine;

/// <summary>
/// The options of <c>ftop record</c>, which are trace-cmd record's: their order counts. <c>-f</c> and <c>-R</c> belong to the <c>-e</c> before them, <c>-v</c>
/// turns the <c>-e</c> behind it round, and <c>-B</c> begins another buffer. The first word that is no option begins the command.
/// </summary>
internal sealed class RecordGrammar
{
    private const int MostKb = 1 << 22;
    private readonly Option<string[]> _event = Many("-e", "EVENT", "Events to record: a system, an event, system:event, with * and ?, or all");
    private readonly Option<string[]> _filter = Many("-f", "EXPR", "Filter of the -e before it");
    private readonly Option<string[]> _trigger = Many("-R", "TRIGGER", "Trigger of the -e before it");
    private readonly Option<bool> _negate = Flag("-v", "Switches the events of every -e behind it off");
    private readonly Option<ImmutableArray<ProbeDefinition>> _probes = ProbeOption.Create();
    private readonly Option<string[]> _tracer = Many("-p", "TRACER", "Tracer");
    private readonly Option<string[]> _function = Many("-l", "GLOB", "Functions that the function tracers follow");
    private readonly Option<string[]> _notrace = Many("-n", "GLOB", "Functions that the function tracers leave out");
    private readonly Option<string[]> _graph = Many("-g", "GLOB", "Functions that function_graph follows with all they call");
    private readonly Option<string[]> _pid = Many("-P", "PID", "Follow only this pid; several with commas or -P again");
    private readonly Option<bool> _children = Flag("-c", "With -F or -P: follow children too");
    private readonly Option<bool> _commandOnly = Flag("-F", "Follow only the command");
    private readonly Option<string[]> _clock = Many("-C", "CLOCK", "Trace clock, as in 'ftop list clocks'");
    private readonly Option<bool> _stacktrace = Flag("-T", "A stack trace with every event");
    private readonly Option<string[]> _option = Many("-O", "OPTION", "Switch a trace option on, or with 'no' before its name off");
    private readonly Option<string[]> _bufferSize = Many("-b", "KB", "Ring buffer per CPU");
    private readonly Option<string[]> _buffer = Many("-B", "NAME", "Another buffer, which the options behind it are for");
    private readonly Option<string[]> _cpus = Many("-M", "MASK", "CPUs to record, a hexadecimal mask; -1 for all");
    private readonly Option<string[]> _interval = Many("-s", "USEC", "Time between two looks at the buffers; follows the rate if not given");
    private readonly Option<string[]> _output = Many("-o", "FILE", "File to write, trace.dat if not given");
    private readonly Option<bool> _ignore = Flag("-i", "Pass over events that this kernel lacks");
    private readonly Option<string[]> _most = Many("-m", "KB", "Keep only the last of each CPU");
    private readonly Option<bool> _tcp = Flag("-t", "Taken for trace-cmd's sake, where it is about sending to another machine alone");
    private readonly Option<bool> _quiet = new("-q", "--quiet") { Description = "No notices" };
    private readonly Option<bool> _date = Flag("--date", "Note the wall clock: report then prints it");
    private readonly Option<string[]> _depth = Many("--max-graph-depth", "N", "Depth of the function graph");
    private readonly Option<string[]> _version = Many("--file-version", "N", "7, or 6 for older readers");
    private readonly Option<string[]> _compression = Many("--compression", "NAME", "none, zstd or zlib");
    private readonly Option<bool> _recover = Flag("--recover", "Join what a recording left that was killed");
    private readonly Option<string?> _tracefs = LiveGrammar.TracefsOption();
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "A program to run while recording", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Gives <paramref name="command"/> these options.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
        [
            _event, _filter, _trigger, _negate, _probes, _tracer, _function, _notrace, _graph, _pid, _children, _commandOnly, _clock, _stacktrace, _option, _bufferSize,
            _buffer, _cpus, _interval, _output, _ignore, _most, _tcp, _quiet, _date, _depth, _version, _compression, _recover, _tracefs,
        ])
        {
            command.Add(option);
        }

        command.Add(_command);
    }

    /// <summary>Puts <c>--</c> before the first word that is no option, so that the command's own options stay its own, as getopt(3) with <c>+</c> does.</summary>
    public string[] WithCommandApart(string[] arguments)
    {
        var withValue = new HashSet<string>(StringComparer.Ordinal) { _tracefs.Name, _probes.Name };
        foreach (Option<string[]> option in Valued())
        {
            withValue.Add(option.Name);
        }

        for (int i = 1; i < arguments.Length; i++)
        {
            if (arguments[i] == "--")
            {
                return arguments;
            }

            if (!arguments[i].StartsWith('-'))
            {
                return [.. arguments[..i], "--", .. arguments[i..]];
            }

            i += withValue.Contains(arguments[i]) ? 1 : 0;
        }

        return arguments;
    }

    /// <summary>Whether the recording that was killed is asked for.</summary>
    public bool IsRecovery(ParseResult parsed) => parsed.GetValue(_recover);

    /// <summary>FILE of <c>-o</c>.</summary>
    public string OutputOf(ParseResult parsed) => parsed.GetValue(_output) is [.., string last] ? last : new RecordOptions { Buffers = [] }.Output;

    /// <summary>The options, in their order.</summary>
    /// <exception cref="RefusalException">Wrong usage: which option, its value, and what was expected.</exception>
    public RecordOptions Read(ParseResult parsed)
    {
        ImmutableArray<BufferPlan>.Builder buffers = ImmutableArray.CreateBuilder<BufferPlan>();
        var plan = new BufferPlan();
        var options = new RecordOptions
        {
            Buffers = [],
            FollowsChildren = parsed.GetValue(_children),
            FollowsCommandOnly = parsed.GetValue(_commandOnly),
            IgnoresUnknownEvents = parsed.GetValue(_ignore),
            HasDate = parsed.GetValue(_date),
            IsQuiet = parsed.GetValue(_quiet),
            Probes = parsed.GetValue(_probes),
            Tracefs = parsed.GetValue(_tracefs),
            Command = [.. parsed.GetValue(_command) ?? []],
        };
        bool isOn = true;
        foreach ((string name, string value) in InOrder(parsed))
        {
            switch (name)
            {
                case "-v":
                    isOn = false;
                    break;
                case "-B":
                    buffers.Add(plan);
                    plan = new BufferPlan { Name = ReadName(value) };
                    isOn = true;
                    break;
                default:
                    (BufferPlan changed, RecordOptions read) = (Apply(plan, name, value, isOn), Apply(options, name, value));
                    (plan, options) = (changed, read);
                    break;
            }
        }

        buffers.Add(plan);
        return Check(options with { Buffers = buffers.ToImmutable() });
    }

    private static RecordOptions Check(RecordOptions options)
    {
        if (options.FollowsCommandOnly && options.Command.IsEmpty)
        {
            throw Usage("-F", "it follows the command alone; expected a command");
        }

        if (options.FollowsChildren && !options.FollowsCommandOnly && options.Pids.IsEmpty)
        {
            throw Usage("-c", "expected together with -F or -P");
        }

        if (options.FileVersion == 6 && options.Compression != "none")
        {
            throw Usage("--compression", "version 6 has none; expected --file-version 7");
        }

        if (options.Buffers.GroupBy(plan => plan.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw Usage("-B", $"'{twice.Key}' is there twice; expected another name");
        }

        return !options.Probes.IsEmpty || options.Buffers.Any(plan => !plan.IsEmpty)
            ? options
            : throw Usage("record", "nothing to record; expected -e EVENT, --probe DEFINITION or -p TRACER, as in 'ftop record -e sched sleep 1'");
    }

    private static BufferPlan Apply(BufferPlan plan, string name, string value, bool isOn) => name switch
    {
        "-e" => plan with { Events = plan.Events.Add(new EventPlan(value, isOn)) },
        "-f" => plan with { Events = Last(plan, name, value) is var events ? events.SetItem(events.Length - 1, events[^1] with { Filter = value }) : [] },
        "-R" => plan with { Events = Last(plan, name, value) is var events ? events.SetItem(events.Length - 1, events[^1] with { Trigger = value }) : [] },
        "-p" => plan with { Tracer = value },
        "-l" => plan with { Functions = plan.Functions.Add(value) },
        "-n" => plan with { NotraceFunctions = plan.NotraceFunctions.Add(value) },
        "-g" => plan with { GraphFunctions = plan.GraphFunctions.Add(value) },
        "-T" => plan with { Options = plan.Options.Add("stacktrace") },
        "-O" => plan with { Options = plan.Options.Add(value) },
        "-C" => plan with { Clock = value },
        "-b" => plan with { BufferSizeKb = ReadNumber(name, value, 4, MostKb) },
        "-M" => plan with { Cpus = ReadMask(value) },
        _ => plan,
    };

    private static RecordOptions Apply(RecordOptions options, string name, string value) => name switch
    {
        "-P" => options with { Pids = options.Pids.AddRange(value.Split(',').Select(pid => ReadNumber(name, pid, 1, int.MaxValue))) },
        "-s" => options with { IntervalMs = Math.Max(1, ReadNumber(name, value, 0, 60_000_000) / 1000) },
        "-o" => options with { Output = value },
        "-m" => options with { MostBytesPerCpu = (long)ReadNumber(name, value, 8, int.MaxValue) << 10 },
        "--max-graph-depth" => options with { MaxGraphDepth = ReadNumber(name, value, 0, int.MaxValue) },
        "--file-version" => options with { FileVersion = ReadNumber(name, value, 6, 7) },
        "--compression" => options with
        {
            Compression = value switch
            {
                "any" => "zstd",
                "none" or "zstd" or "zlib" => value,
                _ => throw Usage(name, $"'{value}' is not one of none, zstd, zlib, any"),
            },
        },
        _ => options,
    };

    private static ImmutableArray<EventPlan> Last(BufferPlan plan, string name, string value) =>
        plan.Events.IsEmpty ? throw Usage(name, $"'{value}' has no -e before it; expected -e EVENT {name} {value}") : plan.Events;

    private static string ReadName(string name) => name.Length is > 0 and < 128 && !name.Contains('/', StringComparison.Ordinal) && name is not ("." or "..")
        ? name
        : throw Usage("-B", $"'{name}' is not the name of a buffer, which is a file name");

    private static int ReadNumber(string name, string value, int least, int most) =>
        Number.TryParse(value, least, most, out int number) ? number : throw Usage(name, $"'{value}' is not a number from {least} to {most}");

    private static ImmutableArray<int> ReadMask(string mask)
    {
        if (mask == "-1")
        {
            return [];
        }

        string digits = mask.Replace(",", "", StringComparison.Ordinal);
        ImmutableArray<int>.Builder cpus = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < digits.Length; i++)
        {
            if (!int.TryParse(digits.AsSpan(digits.Length - 1 - i, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int digit))
            {
                throw Usage("-M", $"'{mask}' is not a hexadecimal mask of CPUs, as in 3 or f0");
            }

            cpus.AddRange(Enumerable.Range(0, 4).Where(bit => (digit >> bit & 1) != 0).Select(bit => (4 * i) + bit));
        }

        return cpus.Count > 0 ? cpus.ToImmutable() : throw Usage("-M", $"'{mask}' names no CPU; expected a mask like 3 or f0");
    }

    private static RefusalException Usage(string name, string fault) => new(ExitCode.Usage, $"{name}: {fault}");

    private static Option<string[]> Many(string name, string valueName, string description) =>
        new(name) { HelpName = valueName, Description = description, Arity = ArgumentArity.OneOrMore };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    private IEnumerable<Option<string[]>> Valued() =>
    [
        _event, _filter, _trigger, _tracer, _function, _notrace, _graph, _pid, _clock, _option, _bufferSize, _buffer, _cpus, _interval, _output, _most, _depth,
        _version, _compression,
    ];

    // Flags have an empty value.
    private IEnumerable<(string Name, string Value)> InOrder(ParseResult parsed)
    {
        HashSet<string> valued = [.. Valued().Select(option => option.Name), _tracefs.Name, _probes.Name];
        string? open = null;
        foreach (Token token in parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
        {
            if (token.Type == TokenType.Option)
            {
                open = valued.Contains(token.Value) ? token.Value : null;
                if (open is null)
                {
                    yield return (token.Value, "");
                }
            }
            else if (open is not null)
            {
                yield return (open, token.Value);
                open = null;
            }
        }
    }
}
