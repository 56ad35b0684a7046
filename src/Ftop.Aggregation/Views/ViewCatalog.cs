using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views.Catalog;

namespace Ftop.Aggregation.Views;

/// <summary>All views, in the order of the menu. A further one is a file in <c>Catalog</c> and a line here.</summary>
public static class ViewCatalog
{
    /// <summary>The screen at the start: several views together.</summary>
    public static ViewDefinition Start { get; } = new("start", "ftop", "functions, system calls and CPUs") { Digit = 0 };

    /// <summary>What shows the probes that the operator makes.</summary>
    public static ViewDefinition Probed => Probes.View;

    /// <summary>Every view.</summary>
    public static ImmutableArray<ViewDefinition> All { get; } =
    [
        new("functions", "Functions", "kernel functions: how often, how long") { Digit = 1 },
        new("syscalls", "System calls", "system calls: how often, errors, how long") { Digit = 2, Needs = ["raw_syscalls"], NeedsConfig = "CONFIG_FTRACE_SYSCALLS" },
        Cpus.View,
        new("events", "Events", "events: how often") { Digit = 4 },
        Processes.View,
        Irqs.View,
        Sched.View,
        Block.View,
        Softirqs.View,
        Wakeups.View,
        Workqueues.View,
        Handlers.View,
        Timers.View,
        Idle.View,
        Offcpu.View,
        Faults.View,
        Memory.View,
        Locks.View,
        Net.View,
        Power.View,
        Buses.View,
        Probes.View,
    ];

    /// <summary>The views that are measures and nothing else.</summary>
    public static ImmutableArray<ViewDefinition> Measured { get; } = [.. All.Where(view => !view.Columns.IsEmpty)];

    /// <summary>What all of them measure, each once.</summary>
    public static IEnumerable<Measure> Measures => All.SelectMany(view => view.Measures).Distinct();

    /// <summary>The view of an id; null if there is none.</summary>
    public static ViewDefinition? Find(string id) => All.FirstOrDefault(view => view.Id == id);
}
