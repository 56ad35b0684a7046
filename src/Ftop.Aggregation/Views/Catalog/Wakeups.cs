using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// How long tasks wait to run: from their wakeup, or from being preempted, until they run (include/trace/events/sched.h). A task that runs, or that goes to
/// sleep, waits for nothing, whoever wakes it meanwhile.
/// </summary>
internal static class Wakeups
{
    private const string Switch = "sched:sched_switch";

    /// <summary>Of a switch: the task that is left could run on, since it was preempted or yielded.</summary>
    internal static string IsPreempted => "prev_pid != 0 && (prev_state & 255) == 0";

    /// <summary>That a field is a task's pid, and not the idle task's.</summary>
    internal static string IsTask(string field) => $"{field} != 0";

    public static ViewDefinition View { get; } = new("wakeups", "Waiting to run", "tasks: from wakeup or preemption until they run")
    {
        Needs = [Switch, "sched:sched_waking", "sched:sched_wakeup_new"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measure = new Measure(
            "wakeups",
            Begin("sched:sched_waking", Match.By("pid"), KeyField.TaskOf("pid")),
            Begin("sched:sched_wakeup_new", Match.By("pid"), KeyField.TaskOf("pid")),
            Release(Switch, Match.By("prev_pid")),
            Begin(Switch, Match.By("prev_pid"), KeyField.TaskOf("prev_pid")) with { When = IsPreempted },
            End(Switch, Match.By("next_pid"), KeyField.TaskOf("next_pid")) with { When = IsTask("next_pid"), Holds = true })
        {
            SharesTime = true,
        },
        Columns = [Key("TASK"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}
