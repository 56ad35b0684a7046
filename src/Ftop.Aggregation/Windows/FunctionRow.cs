namespace Ftop.Aggregation.Windows;

/// <summary>One kernel function, as counted by the <c>function</c> or timed by the <c>function_graph</c> tracer.</summary>
/// <param name="Name">Symbol name, or <c>0x…</c> where addresses are hidden or unknown. Untrusted: sanitise before a terminal sees it.</param>
/// <param name="Module">Module that holds it; null for the kernel itself.</param>
/// <param name="Rates">Calls.</param>
/// <param name="Latency">Durations including callees; null where only calls are traced.</param>
/// <param name="SelfNs">Time in the function without its callees; null where only calls are traced.</param>
public sealed record FunctionRow(string Name, string? Module, Rates Rates, LatencySummary? Latency, long? SelfNs)
{
    /// <summary>True for calls of the idle task outside of interrupts, whose time is waiting; they have a row of their own, named <c>NAME (idle)</c>.</summary>
    public bool IsIdle { get; init; }
}
