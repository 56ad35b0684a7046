using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Tasks and the scheduler (include/trace/events/sched.h): how often a task left a CPU (both <c>ctxt_switches</c> of /proc/PID/status, which count the same), how long from a wakeup
/// until it runs, how often it was preempted or yielded (<c>nonvoluntary_ctxt_switches</c>), and how often it went to another CPU (<c>nr_migrations</c> of /proc/PID/sched).
/// </summary>
internal static class Sched
{
    private const string Switch = "sched:sched_switch";
    private const string Migrate = "sched:sched_migrate_task";

    /// <summary>From wakeup until the task runs: a wait after it was preempted is none of this.</summary>
    private static Measure Wakeup { get; } = new(
        "wakeup",
        Begin("sched:sched_waking", Match.By("pid"), KeyField.TaskOf("pid")),
        Begin("sched:sched_wakeup_new", Match.By("pid"), KeyField.TaskOf("pid")),
        Release(Switch, Match.By("prev_pid")),
        End(Switch, Match.By("next_pid"), KeyField.TaskOf("next_pid")) with { When = Wakeups.IsTask("next_pid"), Holds = true });

    public static ViewDefinition View { get; } = new("sched", "Scheduling", "tasks: from wakeup until they run, switches, preempted, migrations")
    {
        Digit = 7,
        Needs = [Switch, "sched:sched_waking", "sched:sched_wakeup_new", Migrate],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measures =
        [
            new Measure("sched", Count(Switch, KeyField.TaskOf("prev_pid")) with { When = Wakeups.IsTask("prev_pid") }),
            Wakeup,
            new Measure("preempted", Count(Switch, KeyField.TaskOf("prev_pid")) with { When = Wakeups.IsPreempted }),
            new Measure("migrations", Count(Migrate, KeyField.TaskOf("pid")) with { When = "orig_cpu != dest_cpu" }),
        ],
        IsJoined = true,
        Columns =
        [
            Key("TASK"),
            PerSec with { Title = "SWITCH/S" },
            AvgNs with { DropOrder = 1 },
            P99Ns with { DropOrder = 0 },
            MaxNs,
            InWindow.Of(2, "preempted", "PREEMPT/S", 3),
            InWindow.Of(3, "migrations", "MIGRATE/S", 4),
            InFlight with { DropOrder = 6 },
            PerSec10, PerSec60, Total,
        ],
    };
}
