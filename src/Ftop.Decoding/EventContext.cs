namespace Ftop.Decoding;

/// <summary>Whose doing an event tells of: the task's that its pid names, or the CPU's, which the task only happened to run on.</summary>
public static class EventContext
{
    /// <summary>
    /// Bits of <c>common_flags</c> that tell of a hard interrupt, a soft interrupt or an NMI: <c>TRACE_FLAG_HARDIRQ</c>, <c>TRACE_FLAG_SOFTIRQ</c>,
    /// <c>TRACE_FLAG_NMI</c> (<c>include/linux/trace_events.h</c>).
    /// </summary>
    public const byte InterruptFlags = 0x08 | 0x10 | 0x40;

    /// <summary>
    /// Whether all events of a system are the CPU's, or the machine's, whichever task they hit: interrupts, switches between tasks, timers. Of the other
    /// systems only those in interrupts are (<see cref="InterruptFlags"/>).
    /// </summary>
    public static bool IsOfTheCpu(string system) => system is "irq" or "irq_vectors" or "irq_matrix" or "ipi" or "nmi" or "sched" or "timer" or "power" or "rcu"
        or "workqueue" or "osnoise" or "thermal" or "cpuhp" or "mce";

    /// <summary>Whether all events of a system are a task's: none of them happens in an interrupt.</summary>
    public static bool IsOfATask(string system) => system is "raw_syscalls" or "syscalls";
}
