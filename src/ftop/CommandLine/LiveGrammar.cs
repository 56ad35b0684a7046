using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ftop.Aggregation.Views;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Probes;

namespace Ftop.CommandLine;

/// <summary>The options of live and batch, and how they become <see cref="LiveOptions"/>.</summary>
internal sealed class LiveGrammar
{
    private const double MostDelaySec = 60;

    private readonly Option<TimeSpan> _delay;

    private readonly Option<int?> _iterations = Integer(
        "--iterations", "-n", "N", "End after N windows", "a number of windows from 1 to 2147483647", 1, int.MaxValue);

    private readonly Option<bool> _batch = new("--batch", "-b") { Description = "Write the windows to standard output as text; needs no terminal" };
    private readonly Option<bool> _json = new("--json") { Description = "With --batch: JSON, one object a line" };

    private readonly Option<ImmutableArray<ViewDefinition>> _views;

    private readonly Option<ImmutableArray<string>> _viewFiles = ValueOption.Repeatable<string>(
        "--view", null, "FILE", "A view of your own, as JSON in the form of 'ftop list views --json'", "a file", ValueOption.ReadText);

    private readonly Option<ImmutableArray<string>> _by = ValueOption.Repeatable<string>(
        "--by", null, "LINE", "A view of your own: an event counted by one field or two, as in 'block:block_rq_issue dev,rwbs'", "a line", ValueOption.ReadText);

    private readonly Option<ImmutableArray<string>> _spans = ValueOption.Repeatable<string>(
        "--span", null, "LINE", "A view of your own: times from one event to another, as in 'irq:softirq_entry..irq:softirq_exit on cpu by vec'", "a line", ValueOption.ReadText);

    private readonly Option<string?> _tracer = Text("--tracer", "-t", "NAME", "Tracer to begin with, as in 'ftop list tracers'", "the name of a tracer");

    private readonly Option<ImmutableArray<string>> _events = ValueOption.Repeatable<string>(
        "--event", "-e", "GLOB", "Events to switch on, as in sched, sched:sched_switch, syscalls:sys_enter_open*, all; several by comma", "a glob of events", ValueOption.ReadText);

    private readonly Option<ImmutableArray<string>> _filters = ValueOption.Repeatable<string>(
        "--filter", "-f", "EXPR", "Only occurrences of the -e before it for which EXPR holds, as in 'prev_prio < 100'", "a filter expression", ValueOption.ReadText);

    private readonly Option<ImmutableArray<ProbeDefinition>> _probes = ProbeOption.Create();

    private readonly Option<ImmutableArray<string>> _functions = Globs("--func", "-l", "Functions that the function tracers follow");
    private readonly Option<ImmutableArray<string>> _notrace = Globs("--notrace", "-N", "Functions that the function tracers leave out");
    private readonly Option<ImmutableArray<string>> _graph = Globs("--graph-func", "-g", "Functions that function_graph follows with all they call");

    private readonly Option<ImmutableArray<int>> _pids = ValueOption.Repeatable<int>(
        "--pid", "-p", "PID", "Follow only this thread", "a pid (a number from 1)", ReadPid, ',');

    private readonly Option<bool> _children = new("--children", "-c") { Description = "With --pid: follow its children and threads too" };
    private readonly Option<string?> _clock = Text("--clock", "-C", "NAME", "Trace clock, as in 'ftop list clocks'", "the name of a trace clock");

    private readonly Option<ImmutableArray<int>> _cpus = ValueOption.Single<ImmutableArray<int>>(
        "--cpus", "-M", "LIST", "Trace only these CPUs, as in 0-2,5", "a list of CPUs like 0-2,5", ReadCpus);

    private readonly Option<int?> _bufferSize = Integer(
        "--buffer-size", null, "KB", "Ring buffer per CPU; follows the rate if not given", "a number of KiB from 4 to 4194304", 4, 1 << 22);

    private readonly Option<string?> _theme = Text("--theme", null, "NAME", "Colours", "the name of a theme");
    private readonly Option<bool> _wallTime = new("--wall-time") { Description = "Times of function_graph have sleeping in them; without it they are time on the CPU" };
    private readonly Option<bool> _ascii = new("--ascii") { Description = "Draw with ASCII only" };
    private readonly Option<bool> _mono = new("--mono") { Description = "Draw without colours" };

    private readonly Option<int?> _lineRate = Integer(
        "--line-rate", null, "BAUD", "Rate of the serial line, if not the one that the tty is set to", "a number of bits per second from 300 to 4000000", 300, 4_000_000);

    private readonly Option<int?> _flight = Integer(
        "--flight-mb", null, "MB", "Memory for the past that R saves, over all CPUs (1/64 of the board's, 8 at most, if not given; 0 for none)", "a number of MiB from 0 to 4096", 0, 4096);

    private readonly Option<int?> _repair = Integer(
        "--repair", null, "SEC", "Send the screen again every SEC seconds, a row at a time, against what the console writes over it",
        "a number of seconds from 1 to 3600", 1, 3600);

    private readonly Option<ScreenSize?> _size = ValueOption.Single<ScreenSize?>(
        "--size", null, "COLSxROWS", "Size of the screen, as in 80x24, for a line that does not tell it", "columns x rows like 80x24, each from 10 to 1000", ReadSize);

    private readonly Option<string?> _tracefs = TracefsOption();
    private readonly Lazy<UserViews> _userViews = new(() => UserViews.Read(UserViews.DefaultDirectory));

    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "After --: a program to run and to follow with its children",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <param name="leastDelaySec">Shortest window that is allowed.</param>
    public LiveGrammar(double leastDelaySec = 0.1)
    {
        string bounds = string.Create(CultureInfo.InvariantCulture, $"{leastDelaySec:0.####} to {MostDelaySec}");
        _delay = ValueOption.Single(
            "--delay", "-d", "SEC", $"Length of a window ({bounds}, 1 if not given)", $"a number of seconds from {bounds}",
            (string text, out TimeSpan delay) => ReadDelay(text, leastDelaySec, out delay));
        _views = ValueOption.Repeatable<ViewDefinition>(
            "--views", null, "LIST", "With --batch: these views too, as in block,softirqs ('ftop list views'); turns their events on",
            $"views out of {string.Join(", ", ViewCatalog.All.Select(view => view.Id))}, or of {UserViews.DefaultDirectory}", ReadView, ',');
    }

    /// <summary>The directory of tracefs, which other commands take too.</summary>
    public static Option<string?> TracefsOption() =>
        Text("--tracefs", null, "DIR", "Where tracefs is mounted, if not at one of the usual places", "a directory");

    /// <summary>Gives <paramref name="command"/> these options.</summary>
    public void AddTo(Command command)
    {
        Option[] options =
        [
            _delay, _iterations, _batch, _json, _views, _viewFiles, _by, _spans, _tracer, _events, _filters, _probes, _functions, _notrace, _graph, _wallTime, _pids, _children, _clock, _cpus,
            _bufferSize, _flight, _theme, _ascii, _mono, _lineRate, _repair, _size, _tracefs,
        ];
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.Add(_command);
        command.Validators.Add(Validate);
    }

    /// <summary>Gives <paramref name="command"/>, which traces nothing, the options of windows and of the screen.</summary>
    public void AddWindowsTo(Command command)
    {
        _delay.Description += ", and with --batch all of the recording";
        foreach (Option option in (Option[])[_delay, _iterations, _batch, _json, _views, _viewFiles, _by, _spans, _theme, _ascii, _mono, _lineRate, _repair, _size])
        {
            command.Add(option);
        }

        command.Validators.Add(ValidateJson);
    }

    /// <summary>The options of a command line without errors.</summary>
    public LiveOptions Read(ParseResult parsed) => new()
    {
        Delay = parsed.GetResult(_delay) is null ? null : parsed.GetValue(_delay),
        Iterations = parsed.GetValue(_iterations),
        IsBatch = parsed.GetValue(_batch),
        IsJson = parsed.GetValue(_json),
        Views = parsed.GetValue(_batch) ? [.. parsed.GetValue(_views).Union(ViewOfProbes(parsed)), .. OwnViews(parsed.GetValue, out _)] : [],
        OwnViews = OwnViews(parsed.GetValue, out _),
        ViewFaults = _userViews.IsValueCreated ? _userViews.Value.Faults : [],
        Tracer = parsed.GetValue(_tracer),
        Events = EventChoices.Read(parsed.Tokens, _events, _filters),
        Probes = ProbesOf(parsed),
        Functions = parsed.GetValue(_functions),
        NotraceFunctions = parsed.GetValue(_notrace),
        GraphFunctions = parsed.GetValue(_graph),
        Pids = parsed.GetValue(_pids),
        FollowsChildren = parsed.GetValue(_children),
        Clock = parsed.GetValue(_clock),
        Cpus = parsed.GetResult(_cpus) is null ? [] : parsed.GetValue(_cpus),
        BufferSizeKb = parsed.GetValue(_bufferSize),
        FlightMb = parsed.GetValue(_flight),
        Theme = parsed.GetValue(_theme),
        IsAscii = parsed.GetValue(_ascii),
        IsWallTime = parsed.GetValue(_wallTime),
        IsMono = parsed.GetValue(_mono),
        LineRateBaud = parsed.GetValue(_lineRate),
        Repair = parsed.GetValue(_repair) is int sec ? TimeSpan.FromSeconds(sec) : null,
        Size = parsed.GetValue(_size),
        Tracefs = parsed.GetValue(_tracefs),
        Command = [.. parsed.GetValue(_command) ?? []],
    };

    /// <summary>Gives <paramref name="command"/>, which shows no windows, the options of what to trace.</summary>
    public void AddTracingTo(Command command)
    {
        Option[] options = [_tracer, _events, _filters, _functions, _notrace, _graph, _pids, _children, _clock, _cpus, _bufferSize, _tracefs];
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.Add(_command);
        command.Validators.Add(Validate);
    }

    /// <summary>A filter that belongs to no event; null if there is none.</summary>
    public string? FilterFault(ParseResult parsed) => EventChoices.StrayFilter(parsed.Tokens, _events, _filters) is string filter
        ? $"--filter: '{filter}' has no --event before it; expected -e GLOB -f EXPR, one filter for each"
        : null;

    /// <summary>What no option can tell alone.</summary>
    public IEnumerable<string> Faults(ParseResult parsed)
    {
        if (FilterFault(parsed) is string fault)
        {
            yield return fault;
        }

        int behindDashes = parsed.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        bool hasDashes = parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash);
        string[] command = parsed.GetValue(_command) ?? [];
        if (command.Length > (hasDashes ? behindDashes : 0))
        {
            string commands = string.Join(", ", parsed.RootCommandResult.Command.Subcommands.Select(known => known.Name));
            yield return $"'{command[0]}' is not a command; expected {commands}, or a program to follow after --";
        }
        else if (hasDashes && command.Length == 0)
        {
            yield return "--: expected a program to run and to follow";
        }
    }

    private static Option<int?> Integer(string name, string? alias, string valueName, string description, string expected, int least, int most) =>
        ValueOption.Single<int?>(name, alias, valueName, description, expected, (string text, out int? value) =>
        {
            bool isNumber = Number.TryParse(text, least, most, out int number);
            value = number;
            return isNumber;
        });

    private static Option<string?> Text(string name, string? alias, string valueName, string description, string expected) =>
        ValueOption.Single<string?>(name, alias, valueName, description, expected, ValueOption.ReadText!);

    private static Option<ImmutableArray<string>> Globs(string name, string alias, string description) =>
        ValueOption.Repeatable<string>(name, alias, "GLOB", description, "a glob of functions", ValueOption.ReadText);

    private static bool ReadDelay(string text, double leastSec, out TimeSpan delay)
    {
        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds);
        bool isDelay = isNumber && seconds >= leastSec && seconds <= MostDelaySec;
        delay = isDelay ? TimeSpan.FromSeconds(seconds) : default;
        return isDelay;
    }

    // Ids are those of the files, then by, by2, …, span, span2, …
    private ImmutableArray<ViewDefinition> OwnViews(Func<Option<ImmutableArray<string>>, ImmutableArray<string>> valueOf, out string? fault)
    {
        ImmutableArray<ViewDefinition>.Builder views = ImmutableArray.CreateBuilder<ViewDefinition>();
        fault = null;
        foreach (string path in valueOf(_viewFiles) is { IsDefault: false } files ? files : [])
        {
            if (UserViews.TryReadFile(path, [.. UserViews.BuiltIn, .. views], out ImmutableArray<ViewDefinition> read, out string wrong))
            {
                views.AddRange(read);
            }
            else
            {
                fault ??= $"{_viewFiles.Name}: {wrong}";
            }
        }

        foreach ((Option<ImmutableArray<string>> option, string id) in ((Option<ImmutableArray<string>>, string)[])[(_by, "by"), (_spans, "span")])
        {
            ImmutableArray<string> lines = valueOf(option) is { IsDefault: false } given ? given : []; // validators see no default values
            for (int i = 0; i < lines.Length; i++)
            {
                string numbered = i == 0 ? id : $"{id}{i + 1}";
                if (id == "by" ? ViewParser.TryParseBy(lines[i], numbered, out ViewDefinition? view, out string wrong) : ViewParser.TryParseSpan(lines[i], numbered, out view, out wrong))
                {
                    views.Add(view);
                }
                else
                {
                    fault ??= $"{option.Name}: {wrong}";
                }
            }
        }

        return views.ToImmutable();
    }

    // replay makes none.
    private ImmutableArray<ProbeDefinition> ProbesOf(ParseResult parsed) => parsed.GetResult(_probes) is null ? [] : parsed.GetValue(_probes);

    private IEnumerable<ViewDefinition> ViewOfProbes(ParseResult parsed) => ProbesOf(parsed).IsEmpty ? [] : [ViewCatalog.Probed];

    private bool ReadView(string text, out ViewDefinition view) =>
        (view = (ViewCatalog.Find(text) ?? _userViews.Value.Views.FirstOrDefault(own => own.Id == text))!) is not null;

    private static bool ReadPid(string text, out int pid) => Number.TryParse(text, 1, int.MaxValue, out pid);

    private static bool ReadCpus(string text, out ImmutableArray<int> cpus) => CpuList.TryParse(text, out cpus) && !cpus.IsEmpty;

    private static bool ReadSize(string text, out ScreenSize? size)
    {
        bool isSize = ScreenSize.TryParse(text, out ScreenSize read);
        size = read;
        return isSize;
    }

    private void ValidateJson(CommandResult result)
    {
        if (result.GetResult(_json) is { Implicit: false } && result.GetResult(_batch) is null or { Implicit: true })
        {
            result.AddError("--json: expected together with --batch");
        }

        OwnViews(result.GetValue, out string? fault);
        if (fault is not null)
        {
            result.AddError(fault);
        }

        if (result.GetResult(_views) is { Implicit: false } && result.GetResult(_batch) is null or { Implicit: true })
        {
            result.AddError("--views: expected together with --batch; on the screen v chooses a view");
        }
    }

    private void Validate(CommandResult result)
    {
        ValidateJson(result);
        bool hasPid = result.GetResult(_pids) is { Implicit: false };
        bool hasCommand = result.GetResult(_command) is { Tokens.Count: > 0 };
        if (result.GetResult(_children) is { Implicit: false } && !hasPid && !hasCommand)
        {
            result.AddError("--children: expected together with --pid");
        }
    }
}
