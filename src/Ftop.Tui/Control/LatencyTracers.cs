using System.Collections.Immutable;

namespace Ftop.Tui.Control;

/// <summary>
/// Tracers that show the worst latency instead of every event (kernel: Documentation/trace/ftrace.rst, osnoise-tracer.rst, timerlat-tracer.rst,
/// hwlat_detector.rst).
/// </summary>
internal static class LatencyTracers
{
    public const string Missing = "this kernel offers no latency tracer: it needs CONFIG_SCHED_TRACER (wakeup), CONFIG_IRQSOFF_TRACER, "
        + "CONFIG_PREEMPT_TRACER, CONFIG_HWLAT_TRACER, CONFIG_OSNOISE_TRACER or CONFIG_TIMERLAT_TRACER";

    private static readonly string[] Names =
        ["wakeup", "wakeup_rt", "wakeup_dl", "irqsoff", "preemptoff", "preemptirqsoff", "hwlat", "osnoise", "timerlat"];

    public static ImmutableArray<string> Of(ImmutableArray<string> availableTracers) => [.. availableTracers.Where(Names.Contains)];
}
