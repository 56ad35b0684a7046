using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;

namespace Ftop.Tui;

/// <summary>
/// What the screen may change about the trace while it runs. Every call returns at once; the task ends when the kernel has answered, on any
/// thread, and never faults: a refusal is an outcome with the kernel's reason.
/// </summary>
public interface ITracingControl
{
    /// <summary>What is on right now.</summary>
    TracingState State { get; }

    /// <summary>Tracers that this kernel offers to the instance, as in <c>available_tracers</c>.</summary>
    ImmutableArray<string> AvailableTracers { get; }

    /// <summary>All events as <c>system:name</c>, sorted, as in <c>available_events</c>.</summary>
    ImmutableArray<string> AvailableEvents { get; }

    /// <summary>Makes <paramref name="tracer"/> the current tracer; <c>nop</c> for none.</summary>
    Task<ControlOutcome> SetTracer(string tracer);

    /// <summary>Switches the events that match <paramref name="glob"/> (as <c>sched</c>, <c>sched:sched_sw*</c>) on or off.</summary>
    Task<ControlOutcome> SetEvents(string glob, bool on);

    /// <summary>Switches system call tracing (enter and exit) on or off.</summary>
    Task<ControlOutcome> SetSystemCalls(bool on);

    /// <summary>Follows only these pids and their children; an empty list follows everything.</summary>
    Task<ControlOutcome> SetPids(ImmutableArray<int> pids);

    /// <summary>Limits the function tracers to functions that match <paramref name="glob"/>; empty for all.</summary>
    Task<ControlOutcome> SetFunctionFilter(string glob);

    /// <summary>Makes a probe, in the grammar of <c>--probe</c>, and switches its event on; a refusal tells the column.</summary>
    Task<ControlOutcome> MakeProbe(string definition) => Task.FromResult(new ControlOutcome(false, "a recording has the probes that it was made with"));

    /// <summary>Functions that can be traced and begin with what was typed; away from the UI thread, as the kernel has many. Never faults.</summary>
    Task<Completion> CompleteFunction(string beginning);

    /// <summary>Whether the function tracer is set to write the stack with every call, <c>options/func_stack_trace</c>.</summary>
    bool WalksStacks { get; }

    /// <summary>Switches everything off at once: tracing first, then tracer and events.</summary>
    Task<ControlOutcome> AllOff();

    /// <summary>Times functions under function_graph by the wall clock, sleeping included, or by their time on the CPU.</summary>
    Task<ControlOutcome> SetWallTime(bool on) => Task.FromResult(new ControlOutcome(false, "what a recording's times are of was decided when it was recorded"));

    /// <summary>Writes what the flight recorder holds to a file.</summary>
    Task<ControlOutcome> SavePast() => Task.FromResult(new ControlOutcome(false, "this is a recording already"));

    /// <summary>What happened on a span's CPUs and in its tasks while it was open, as far as it is in memory, or in the recording.</summary>
    Task<PastText> ReadPast(WorstSpan span);

    /// <summary>Begins to record to a file, or ends it.</summary>
    Task<ControlOutcome> ToggleRecording() => Task.FromResult(new ControlOutcome(false, "this is a recording already"));

    /// <summary>Measures these from the next window on, for the view on screen, and nothing else.</summary>
    void Watch(ImmutableArray<Measure> measures)
    {
    }

    /// <summary>Changes the length of the window, 0.1 to 60 s.</summary>
    void SetDelay(TimeSpan delay);

    /// <summary>Forgets all counts since the start; the next window begins now.</summary>
    void Clear();
}
