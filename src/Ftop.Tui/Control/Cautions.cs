namespace Ftop.Tui.Control;

/// <summary>
/// Tracers and events that stop, slow or expose a board, and what they do to it: switched on only after a yes (kernel: Documentation/trace/mmiotrace.rst,
/// hwlat_detector.rst, osnoise-tracer.rst, timerlat-tracer.rst; ftrace.rst, "func_stack_trace").
/// </summary>
internal static class Cautions
{
    /// <summary>What <paramref name="tracer"/> does to the board, as the end of a sentence; null where it does little.</summary>
    /// <param name="tracer">As in <c>available_tracers</c>.</param>
    /// <param name="walksStacks">Whether the function tracer is set to write the stack with every call.</param>
    public static string? OfTracer(string tracer, bool walksStacks) => tracer switch
    {
        "mmiotrace" => "takes all CPUs but one offline, slows devices",
        "branch" => "records every branch marked likely: very slow",
        "hwlat" => "stops a CPU, interrupts off, half of the time",
        "osnoise" => "keeps every CPU busy in order to be disturbed",
        "timerlat" => "runs a real-time thread a ms on every CPU",
        "function" when walksStacks => "writes a stack with every call: may stall",
        _ => null,
    };

    /// <summary>What the events of <paramref name="glob"/> do, as the end of a sentence; null where they do little.</summary>
    /// <param name="glob">An event, a system, or <c>all</c>.</param>
    public static string? OfEvents(string glob) => EventSet.SystemOf(glob) switch
    {
        "all" => "switches on every event: slow, may stall the board",
        "lock" => "records every lock taken: slow, may stall the board",
        "preemptirq" => "records every time interrupts go off: very slow",
        "page_ref" => "records every use of a page: slow",
        "benchmark" => "keeps a CPU busy with events made for it",
        _ => null,
    };
}
