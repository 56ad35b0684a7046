using System.Collections.Immutable;
using Ftop.Aggregation.Views.Catalog;

namespace Ftop.Aggregation.Views;

/// <summary>All views, in the order of the menu. A further one is a file in <c>Catalog</c> and a line here.</summary>
public static class ViewCatalog
{
    /// <summary>The screen at the start: several views together.</summary>
    public static ViewDefinition Start { get; } = new("start", "ftop", "functions, system calls and CPUs") { Digit = 0 };

    /// <summary>Every view.</summary>
    public static ImmutableArray<ViewDefinition> All { get; } =
    [
        new("functions", "Functions", "kernel functions: how often, how long") { Digit = 1 },
        new("syscalls", "System calls", "system calls: how often, errors, how long") { Digit = 2, Needs = ["raw_syscalls"], NeedsConfig = "CONFIG_FTRACE_SYSCALLS" },
        new("cpus", "CPUs", "CPUs: events, losses, history") { Digit = 3 },
        new("events", "Events", "events: how often") { Digit = 4 },
        new("processes", "Processes", "tasks: events, system calls") { Digit = 5 },
        new("irqs", "Interrupts", "events of interrupts: how often") { Digit = 6, Needs = ["irq"] },
        new("sched", "Scheduling", "events of the scheduler: how often") { Digit = 7, Needs = ["sched"] },
        new("blockevents", "Block I/O", "events of block devices: how often") { Digit = 8, Needs = ["block"], NeedsConfig = "CONFIG_BLOCK" },
        Softirqs.View,
        Block.View,
        Wakeups.View,
        Workqueues.View,
        Handlers.View,
        Timers.View,
        Idle.View,
    ];

    /// <summary>The views that are measures.</summary>
    public static ImmutableArray<ViewDefinition> Measured { get; } = [.. All.Where(view => view.Measure is not null)];

    /// <summary>The view of an id; null if there is none.</summary>
    public static ViewDefinition? Find(string id) => All.FirstOrDefault(view => view.Id == id);
}
