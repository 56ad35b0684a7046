using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// All that interrupts a CPU: handlers of lines, softirqs, tasklets, and, where the kernel has their events, IPIs (include/trace/events/ipi.h) and the vectors
/// of x86 that have no line, as the local timer (arch/x86/include/asm/trace/irq_vectors.h). What takes most of a CPU stands first. Tasklets run in a softirq, whose time theirs is too.
/// </summary>
internal static class Irqs
{
    private static readonly ImmutableArray<string> Names =
    [
        "local_timer", "reschedule", "call_function", "call_function_single", "irq_work", "x86_platform_ipi", "spurious_apic", "error_apic", "thermal_apic", "threshold_apic", "deferred_error_apic",
    ];

    /// <summary>Vectors of x86 without a line.</summary>
    internal static ImmutableArray<EventRule> Vectors { get; } = [.. Names.SelectMany(name => (EventRule[])
    [
        Begin($"irq_vectors:{name}_entry", Match.Cpu, KeyField.Of("vector"), KeyField.Is("name", name)),
        End($"irq_vectors:{name}_exit", Match.Cpu),
    ])];

    public static ViewDefinition View { get; } = new("irqs", "Interrupts", "what interrupts CPUs: how often, how long, which CPU it hits")
    {
        Digit = 6,
        Needs = ["irq:irq_handler_entry", "irq:irq_handler_exit", "irq:softirq_entry", "irq:softirq_exit"],
        Also = ["irq:tasklet_entry", "irq:tasklet_exit", "ipi:ipi_entry", "ipi:ipi_exit", "irq_vectors"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measures =
        [
            Handlers.View.Measure!,
            Softirqs.View.Measure!,
            new Measure("tasklets", Begin("irq:tasklet_entry", Match.Cpu, new KeyField("tasklet", "func")), End("irq:tasklet_exit", Match.Cpu)) { Word = "tasklet" },
            new Measure("ipis", Begin("ipi:ipi_entry", Match.Cpu, new KeyField("ipi", "reason")), End("ipi:ipi_exit", Match.Cpu)) { Word = "ipi" },
            new Measure("vectors", Vectors) { Word = "vector" },
        ],
        Columns = [Key("INTERRUPT"), PerSec, TopCpu, TopCpuPercent, .. OfSpans, PerSec10, PerSec60, Total],
        SortedBy = TopCpuPercent.Id,
    };
}
