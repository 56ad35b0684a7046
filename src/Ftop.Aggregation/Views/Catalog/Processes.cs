using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Where the time of tasks goes: running, waiting to run, asleep (S, and I of idle kernel threads), in uninterruptible sleep (D; include/linux/sched.h), and in interrupts that hit it while it ran,
/// which are no part of its running.
/// </summary>
internal static class Processes
{
    private const string Switch = "sched:sched_switch";
    private const string Waking = "sched:sched_waking";
    private const string Nest = "tasks";

    public static Measure Run { get; } = new(
        "running",
        [
            End(Switch, Match.Cpu) with { Level = 1 },
            Begin(Switch, Match.Cpu, KeyField.TaskOf("next_pid")) with { Level = 1, When = Wakeups.IsTask("next_pid") },
            .. Cpus.Hints(KeyField.Task, Wakeups.IsTask("common_pid")),
        ])
    {
        Nest = Nest,
    };

    public static Measure Irq { get; } = new("interrupted", [.. Cpus.SoftirqsBy(KeyField.Task), .. Cpus.IrqsBy(KeyField.Task)]) { Nest = Nest };

    public static Measure Wait => Wakeups.View.Measure!;

    public static Measure Sleep { get; } = Blocked("sleep", "(prev_state & 129) != 0");

    public static Measure Disk { get; } = Blocked("disk", "(prev_state & 2) != 0");

    public static ViewDefinition View { get; } = new("processes", "Processes", "tasks: where their time goes; events, system calls")
    {
        Digit = 5,
        Needs = ["raw_syscalls", Switch, Waking, "sched:sched_wakeup_new", .. Cpus.Interrupts],
        Also = ["irq_vectors"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measures = [Run, Wait, Sleep, Disk, Irq],
        IsJoined = true,
    };

    private static Measure Blocked(string id, string when) => new(
        id,
        Begin(Switch, Match.By("prev_pid"), KeyField.TaskOf("prev_pid")) with { When = when },
        End(Waking, Match.By("pid")),
        End(Switch, Match.By("next_pid"))) // where the recording has no wakeups
    {
        SharesTime = true,
    };
}
