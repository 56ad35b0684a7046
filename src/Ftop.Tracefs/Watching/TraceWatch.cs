using System.Collections.Immutable;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Watching;

/// <summary>
/// Sees what others change about a buffer that ftop uses: tracing or events switched, another tracer, filter, clock or size, and limits of the whole
/// kernel on function tracing. Said, never fought. A look is some ten small reads, of files that stay open until the buffer is left: on a board opening them
/// was a fifth of what an idle ftop costs. For one caller at a time.
/// </summary>
public sealed class TraceWatch
{
    // Enough for all events that ftop starts with.
    private const int FiltersPerLook = 16;

    private readonly Lock _gate = new();
    private readonly TraceArray _array;
    private readonly WatchedFile _tracer;
    private readonly WatchedFile _events;
    private readonly WatchedFile[] _always;
    private readonly WatchedFile[] _seldom;
    private readonly WatchedFile[] _ofFunctions;
    private readonly WatchedFile _sysctl;
    private readonly WatchedFile[] _graphLimits;
    private readonly Dictionary<string, WatchedFile> _filterByEvent = [];
    private WatchedFile[] _filters = [];
    private string? _filtersOf;
    private int _nextFilter;
    private int _turn;
    private byte[] _buffer = new byte[4096];

    /// <summary>What is there now is as it should be, but for limits of the whole kernel.</summary>
    /// <param name="array">The buffer in use, set up.</param>
    /// <param name="sysctlPath">For tests: where <see cref="FunctionTracingLimit.SysctlPath"/> is.</param>
    public TraceWatch(TraceArray array, string sysctlPath = FunctionTracingLimit.SysctlPath)
    {
        ArgumentNullException.ThrowIfNull(array);
        _array = array;
        WatchedFile tracingOn = Watch("tracing_on", (_, now) => TracingSwitched(now));
        _tracer = Watch("current_tracer", static (before, now) => $"the tracer was changed by somebody else: {before} before, {now} now");
        _events = Watch("set_event", EventsSwitched);
        _always = [tracingOn, _tracer, _events];
        _seldom =
        [
            Watch("buffer_size_kb", static (before, now) => $"the buffer was resized by somebody else: {before} KiB for each CPU before, {now} now"),
            Watch("trace_clock", static (_, now) => $"the clock was changed by somebody else: {Bracketed.Parse(now).Chosen} now, and times of both do not compare"),
            Watch("tracing_cpumask", static (before, now) => $"the CPUs that are traced were changed by somebody else: mask {before} before, {now} now"),
            Watch("set_event_pid", (before, now) => PidsLimited("set_event_pid", before, now)),
        ];
        _ofFunctions =
        [
            Watch("set_ftrace_filter", static (_, now) => FunctionsLimited("set_ftrace_filter", "limits functions to", now)),
            Watch("set_ftrace_notrace", static (_, now) => FunctionsLimited("set_ftrace_notrace", "leaves out", now)),
            Watch("set_ftrace_pid", (before, now) => PidsLimited("set_ftrace_pid", before, now)),
        ];
        _sysctl = new WatchedFile(sysctlPath, (_, now) => Limit("ftrace_enabled", now), []);
        _graphLimits = [.. FunctionTracingLimit.GraphFiles.Select(file => new WatchedFile(
            Path.Combine(array.Root, file), (_, now) => Limit(file, now), file == "set_graph_function" && array.Functions.LimitsGraph ? null : []))];
        array.DoBeforeLeaving(Close);
        LookAtAll();
    }

    /// <summary>What others changed and is so still, a line each.</summary>
    public ImmutableArray<string> Notices { get; private set; } = [];

    /// <summary>Whether it watches <paramref name="array"/>.</summary>
    public bool IsOf(TraceArray array) => ReferenceEquals(_array, array);

    /// <summary>Looks for changes, at half of the files: each is looked at in every other look.</summary>
    /// <returns>Whether <see cref="Notices"/> changed.</returns>
    public bool Look()
    {
        lock (_gate)
        {
            return LookAtHalf();
        }
    }

    private bool LookAtHalf()
    {
        _turn = 1 - _turn;
        bool changed = _turn == 1 ? LookAt(_always) : LookAt(_seldom) | LookAtFunctions() | LookAtFilters();
        if (changed)
        {
            Notices = [.. All.Select(file => file.Notice).OfType<string>()];
        }

        return changed;
    }

    /// <summary>Before an own change: what others did until now is theirs.</summary>
    public void BeforeChange()
    {
        LookAtAll();
    }

    /// <summary>After an own change, or one that was refused.</summary>
    public void AfterChange()
    {
        lock (_gate)
        {
            foreach (WatchedFile file in _always.Concat(_seldom).Concat(_ofFunctions).Concat(_filterByEvent.Values))
            {
                file.Adopt(ref _buffer);
            }

            Notices = [.. All.Select(file => file.Notice).OfType<string>()];
        }
    }

    // What is seen after that is nothing.
    private void Close()
    {
        lock (_gate)
        {
            foreach (WatchedFile file in All.Concat(_filterByEvent.Values))
            {
                file.Close();
            }
        }
    }

    private void LookAtAll()
    {
        Look();
        Look();
    }

    private IEnumerable<WatchedFile> All => [.. _always, .. _seldom, .. _ofFunctions, _sysctl, .. _graphLimits, .. _filters];

    private bool LookAt(WatchedFile[] files)
    {
        bool changed = false;
        foreach (WatchedFile file in files)
        {
            changed |= file.Look(ref _buffer);
        }

        return changed;
    }

    // They matter to the function tracers alone, and the kernel goes through all functions to print a filter.
    private bool LookAtFunctions()
    {
        string tracer = _tracer.Text;
        bool isOfFunctions = tracer.StartsWith("function", StringComparison.Ordinal);
        bool changed = isOfFunctions ? LookAt(_ofFunctions) | _sysctl.Look(ref _buffer) : Forget(_ofFunctions) | _sysctl.Forget();
        return changed | (tracer == "function_graph" ? LookAt(_graphLimits) : Forget(_graphLimits));
    }

    private static bool Forget(WatchedFile[] files)
    {
        bool changed = false;
        foreach (WatchedFile file in files)
        {
            changed |= file.Forget();
        }

        return changed;
    }

    private bool LookAtFilters()
    {
        string on = _events.Text;
        if (on != _filtersOf)
        {
            _filtersOf = on;
            _filters = [.. on.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(FilterOf)];
        }

        bool changed = false;
        for (int i = 0; i < Math.Min(FiltersPerLook, _filters.Length); i++)
        {
            _nextFilter = (_nextFilter + 1) % _filters.Length;
            changed |= _filters[_nextFilter].Look(ref _buffer);
        }

        return changed;
    }

    private WatchedFile FilterOf(string name)
    {
        if (!_filterByEvent.TryGetValue(name, out WatchedFile? file))
        {
            file = Watch(Path.Combine("events", name.Replace(':', '/'), "filter"), (_, now) => $"the filter of {name} was changed by somebody else: {now}");
            _filterByEvent.Add(name, file);
        }

        return file;
    }

    private WatchedFile Watch(string name, Func<string, string, string?> say) => new(Path.Combine(_array.Directory, name), say);

    private string TracingSwitched(string now) => now == "0"
        ? $"tracing was switched off by somebody else: 'echo 1 >{_array.Directory}/tracing_on' switches it on"
        : "tracing was switched on by somebody else";

    private static string? EventsSwitched(string before, string now)
    {
        string[] were = before.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] are = now.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (were.Except(are).ToArray(), are.Except(were).ToArray()) switch
        {
            ([], []) => null,
            ([], [.. var more]) => $"events were switched on by somebody else: {Named(more)}",
            (_, []) when are.Length == 0 => "all events were switched off by somebody else",
            ([.. var less], []) => $"events were switched off by somebody else: {Named(less)}",
            ([.. var less], [.. var more]) => $"events were switched by somebody else: {Named(less)} off, {Named(more)} on",
        };
    }

    private static string Named(string[] names) => names.Length == 1 ? names[0] : $"{names[0]} and {names.Length - 1} more";

    // With event-fork the kernel itself changes a list that is in force.
    private static string? PidsLimited(string file, string before, string now) =>
        SavedValue.Tokens(file, before).IsEmpty && SavedValue.Tokens(file, now) is { IsEmpty: false } pids
            ? $"{file} of somebody else limits what is traced to {(pids.Length == 1 ? "thread" : "threads")} {string.Join(' ', pids.Take(3))}{(pids.Length > 3 ? " ..." : "")}"
            : null;

    private static string FunctionsLimited(string file, string does, string now) => SavedValue.Tokens(file, now) is { IsEmpty: false } functions
        ? $"{file} of somebody else {does} {Named([.. functions])}"
        : $"{file} was cleared by somebody else";

    private string? Limit(string file, string now) => FunctionTracingLimit.Of(_array.Root, file, now) is FunctionTracingLimit limit
        ? $"{limit.Says}: '{limit.Remedy}' ends that"
        : null;
}
