using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>Handlers of hardware interrupts by line and name: how often, how long (include/trace/events/irq.h).</summary>
internal static class Handlers
{
    public static ViewDefinition View { get; } = new("handlers", "Irq handlers", "handlers of interrupts by line: how often, how long")
    {
        Needs = ["irq:irq_handler_entry", "irq:irq_handler_exit"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measure = new Measure("handlers", Begin("irq:irq_handler_entry", Match.Cpu, KeyField.Of("irq"), KeyField.Of("name")), End("irq:irq_handler_exit", Match.Cpu)) { Word = "irq" },
        Columns = [Key("IRQ HANDLER"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}
