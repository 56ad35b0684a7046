using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// What CPUs spend their time on: tasks, the idle task, softirqs and interrupts, each without what interrupts it, so that they are the CPU's whole time.
/// An interrupt tells whether a task runs before the first switch does.
/// </summary>
internal static class Cpus
{
    private const string Switch = "sched:sched_switch";
    private const string Nest = "cpus";

    /// <summary>Events that tell of time in interrupts and softirqs.</summary>
    internal static ImmutableArray<string> Interrupts { get; } = ["irq:irq_handler_entry", "irq:irq_handler_exit", "irq:softirq_entry", "irq:softirq_exit"];

    public static Measure Run { get; } = new("run", [Base("next_pid != 0"), .. Hints(KeyField.Cpu, "common_pid != 0")]) { Nest = Nest };

    public static Measure Idle { get; } = new("idle", [Base("next_pid == 0"), .. Hints(KeyField.Cpu, "common_pid == 0")]) { Nest = Nest };

    public static Measure Softirq { get; } = new("softirq", [.. SoftirqsBy(KeyField.Cpu)]) { Nest = Nest };

    public static Measure Irq { get; } = new("irq", [.. IrqsBy(KeyField.Cpu)]) { Nest = Nest };

    public static ViewDefinition View { get; } = new("cpus", "CPUs", "CPUs: where their time goes; events, losses, history")
    {
        Digit = 3,
        Needs = [Switch, .. Interrupts],
        Also = ["irq_vectors"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measures = [Run, Softirq, Irq, Idle],
        IsJoined = true,
    };

    /// <summary>Softirqs over tasks.</summary>
    internal static IEnumerable<EventRule> SoftirqsBy(KeyField key) =>
        [Begin("irq:softirq_entry", Match.Cpu, key) with { Level = 2 }, End("irq:softirq_exit", Match.Cpu) with { Level = 2 }];

    /// <summary>Interrupts over softirqs.</summary>
    internal static IEnumerable<EventRule> IrqsBy(KeyField key) =>
    [
        Begin("irq:irq_handler_entry", Match.Cpu, key) with { Level = 3 },
        End("irq:irq_handler_exit", Match.Cpu) with { Level = 3 },
        .. Irqs.Vectors.Select(rule => rule.Part == RulePart.Begin ? rule with { Level = 3, Key = [key] } : rule with { Level = 3 }),
    ];

    /// <summary>What is interrupted goes on from before.</summary>
    internal static IEnumerable<EventRule> Hints(KeyField key, string when) =>
        SoftirqsBy(key).Concat(IrqsBy(key)).Where(rule => rule.Part == RulePart.Begin).Select(rule => rule with { Level = 1, IsHint = true, When = when });

    private static EventRule Base(string when) => Begin(Switch, Match.Cpu, KeyField.Cpu) with { Level = 1, When = when };
}
