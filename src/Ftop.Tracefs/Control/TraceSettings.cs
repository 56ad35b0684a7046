using System.Collections.Immutable;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Control;

/// <summary>What the operator wants of a buffer, kept apart from it: when tracing moves to another buffer, all of it goes along.</summary>
public sealed class TraceSettings(TraceRequest request, ImmutableArray<int> pids)
{
    // Documentation/trace/ftrace.rst, "Options for function_graph tracer".
    private const string SleepTime = "sleep-time";

    private readonly Dictionary<EventName, string> _eventFilters = [];
    private readonly List<string> _notices = [];

    /// <summary>Pids that are followed; empty for everything.</summary>
    public ImmutableArray<int> Pids { get; private set; } = pids;

    /// <summary>Globs of the function filter; empty for all functions.</summary>
    public ImmutableArray<string> FunctionGlobs { get; private set; } = request.Functions;

    /// <summary>Whether function_graph's times shall have sleeping in them.</summary>
    public bool IsWallTime { get; set; } = request.IsWallTime;

    /// <summary>Size of each CPU's buffer in KiB, as the kernel took it.</summary>
    public int BufferSizeKb { get; private set; }

    /// <summary>Whether the size may follow the rate: not where the operator chose one.</summary>
    public bool BufferMayGrow => request.BufferSizeKb is null;

    /// <summary>Sets up a buffer that nobody reads yet.</summary>
    /// <remarks>Buffer before filters before tracer before events: an unfiltered function tracer can stall a small board.</remarks>
    /// <exception cref="TracefsException">The kernel's first refusal.</exception>
    public void Apply(TraceArray array, string tracer)
    {
        if (request.Clock is string clock)
        {
            array.Clock.Set(clock);
        }
        else
        {
            array.Clock.SetDefault();
        }

        BufferSizeKb = request.BufferSizeKb is int kb ? array.BufferSize.Set(kb) : array.BufferSize.SetOrLess(array.BufferSize.ChooseKb());
        if (!request.Cpus.IsEmpty)
        {
            if (array.CpuMask.Set(request.Cpus) is string offline)
            {
                _notices.Add($"CPUs {offline} are offline: nothing comes from there until they are online");
            }
        }

        if (!Pids.IsEmpty)
        {
            array.Pids.Follow(Pids, request.FollowsChildren);
        }

        if (!FunctionGlobs.IsEmpty)
        {
            array.Functions.Only(FunctionGlobs);
        }

        if (!request.NotraceFunctions.IsEmpty)
        {
            array.Functions.Not(request.NotraceFunctions);
        }

        if (!request.GraphFunctions.IsEmpty)
        {
            array.Functions.Graph(request.GraphFunctions);
        }

        PrepareGraph(array, tracer);
        if (tracer != "nop")
        {
            array.SetTracer(tracer);
            PrepareGraph(array, tracer);
        }
    }

    /// <summary>Whether function_graph's times have sleeping in them here: always where the kernel lacks the option.</summary>
    public static bool IsWallTimeIn(TraceArray array) => !array.Options.Has(SleepTime) || array.Options.IsOn(SleepTime);

    /// <summary>Gives function_graph the time that is wanted, as far as this kernel has the option now.</summary>
    public void PrepareGraph(TraceArray array, string tracer)
    {
        if (tracer == "function_graph" && array.Options.Has(SleepTime))
        {
            array.Options.Set(SleepTime, IsWallTime);
        }
    }

    /// <summary>Switches on the events that another buffer had, with their filters.</summary>
    public void SwitchOn(TraceArray array, ImmutableArray<EventName> events)
    {
        foreach (EventName name in events)
        {
            SetEvents(array, name.ToString(), on: true, _eventFilters.GetValueOrDefault(name));
        }
    }

    /// <summary>Switches events, with a filter where one is given.</summary>
    public EventChange SetEvents(TraceArray array, string glob, bool on, string? filter = null)
    {
        if (filter is not null)
        {
            Filter(array, glob, filter);
        }

        return array.Events.Set(glob, on);
    }

    /// <summary>Adds to what the operator should know.</summary>
    public void Note(string notice) => _notices.Add(notice);

    /// <summary>What the operator should know of what was set, a line each; given once.</summary>
    public ImmutableArray<string> TakeNotices()
    {
        ImmutableArray<string> notices = [.. _notices];
        _notices.Clear();
        return notices;
    }

    // The kernel's rule for the filter of a system (kernel/trace/trace_events_filter.c process_system_preds): it holds for the events that have its fields,
    // the others pass whole, and it is refused where none has them.
    private void Filter(TraceArray array, string glob, string filter)
    {
        ImmutableArray<EventName> events = array.Events.Match(glob);
        List<EventName> whole = [];
        TracefsException? refusal = null;
        foreach (EventName name in events)
        {
            try
            {
                array.Events.SetFilter(name, filter);
                _eventFilters[name] = filter;
            }
            catch (TracefsException e) when (e.Failure == TracefsFailure.InvalidValue)
            {
                refusal ??= e;
                whole.Add(name);
            }
        }

        if (refusal is not null && whole.Count == events.Length)
        {
            throw refusal;
        }

        if (whole.Count > 0)
        {
            _notices.Add($"filter '{filter}' holds for {events.Length - whole.Count} of the {events.Length} events of {glob}; the others have no such field and pass whole, as {whole[0]}");
        }
    }

    /// <summary>Follows these pids and what they fork; empty follows everything.</summary>
    public void Follow(TraceArray array, ImmutableArray<int> pids)
    {
        array.Pids.Follow(pids, children: !pids.IsEmpty);
        Pids = pids;
    }

    /// <summary>Limits the function tracers; empty for all functions.</summary>
    public void FilterFunctions(TraceArray array, ImmutableArray<string> globs)
    {
        array.Functions.Only(globs);
        FunctionGlobs = globs;
    }

    /// <summary>The entry and exit of system calls: <c>raw_syscalls</c>, one event for all, or <c>syscalls</c> on kernels without it.</summary>
    public static string SystemCallGlob(TraceArray array) =>
        array.Events.Available.Any(name => name.System == "raw_syscalls") ? "raw_syscalls" : "syscalls";
}
