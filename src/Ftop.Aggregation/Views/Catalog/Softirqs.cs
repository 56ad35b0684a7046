using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>Softirqs by vector: how often, how long (include/trace/events/irq.h).</summary>
internal static class Softirqs
{
    public static ViewDefinition View { get; } = new("softirqs", "Softirqs", "softirqs by vector: how often, how long")
    {
        Needs = ["irq:softirq_entry", "irq:softirq_exit"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measure = new Measure("softirqs", Begin("irq:softirq_entry", Match.Cpu, KeyField.Of("vec")), End("irq:softirq_exit", Match.Cpu)) { Word = "softirq" },
        Columns = [Key("SOFTIRQ"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}
