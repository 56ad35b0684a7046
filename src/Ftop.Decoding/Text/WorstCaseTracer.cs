namespace Ftop.Decoding.Text;

/// <summary>
/// Tracers whose <c>trace</c> file shows the worst case so far. The kernel keeps it in a buffer of its own, which no raw file gives while such a tracer is on
/// (<c>kernel/trace/trace.c tracing_buffers_read</c>: EBUSY), so what they found travels as that text (<c>use_max_tr</c> in <c>trace_irqsoff.c</c>,
/// <c>trace_sched_wakeup.c</c>).
/// </summary>
public static class WorstCaseTracer
{
    private static readonly string[] Names = ["wakeup", "wakeup_rt", "wakeup_dl", "irqsoff", "preemptoff", "preemptirqsoff"];

    /// <summary>Whether the tracer of this name is one.</summary>
    public static bool Is(string tracer) => Names.Contains(tracer);
}
