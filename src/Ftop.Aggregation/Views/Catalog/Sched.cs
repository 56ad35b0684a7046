using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Tasks and the scheduler (include/trace/events/sched.h): how long from a wakeup until the task runs, how often it is switched to, how often it was preempted
/// or yielded (what <c>nonvoluntary_ctxt_switches</c> of /proc/PID/status counts), and how often it went to another CPU (<c>nr_migrations</c> of /proc/PID/sched).
/// </summary>
internal static class Sched
{
    private const string Switch = "sched:sched_switch";
    private const string Migrate = "sched:sched_migrate_task";

    /// <summary>From wakeup until the task runs: a wait after it was preempted is none of this.</summary>
    private static Measure Wakeup { get; } = new(
        "sched",
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
            InWindow.Of(1, "preempted", "PREEMPT/S", 3),
            InWindow.Of(2, "migrations", "MIGRATE/S", 4),
            InFlight with { DropOrder = 6 },
            PerSec10, PerSec60, Total,
        ],
    };
}
