using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// How long tasks are away from the CPUs, by the state in which they left (include/trace/events/sched.h, the letters of fs/proc/array.c), and how long they slept until who
/// woke them.
/// </summary>
internal static class Offcpu
{
    private const string Switch = "sched:sched_switch";
    private const string Waking = "sched:sched_waking";
    private const string State = "(prev_state & 255)"; // beyond are flags, of which TASK_REPORT_MAX tells that the task was preempted

    private static readonly Match Left = Match.By("prev_pid");

    public static ViewDefinition View { get; } = new("offcpu", "Off CPU", "tasks by state: how long they are away, and who wakes them")
    {
        Needs = [Switch, Waking],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measures =
        [
            new Measure(
                "offcpu", Leaves("R", "== 0"), Leaves("S", "== 1"), Leaves("D", "== 2"), Leaves("I", "== 128"), Leaves("other", "> 2 && prev_state != 128"), End(Switch, Match.By("next_pid"))),
            new Measure(
                "wakers",
                Begin(Switch, Left) with { When = $"prev_pid != 0 && {State} != 0" },
                End(Waking, Match.By("pid"), KeyField.TaskOf("pid"), new KeyField("waker", KeyField.Task.Field)))
            {
                Word = "woken",
            },
        ],
        Columns = [Key("TASK STATE"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };

    private static EventRule Leaves(string letter, string state) =>
        Begin(Switch, Left, KeyField.TaskOf("prev_pid"), KeyField.Is("state", letter)) with { When = $"prev_pid != 0 && {State} {state}" };
}
