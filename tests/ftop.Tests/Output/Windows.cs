using Ftop.Aggregation.Windows;

namespace Ftop.Tests.Output;

/// <summary>Windows for tests of what is written.</summary>
internal static class Windows
{
    public static WindowSnapshot Empty { get; } = new()
    {
        Time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        WindowSec = 1,
        Tracer = "nop",
        Events = [],
        Total = default,
        Cpus = [new CpuRow(0, 0, 0, 0, 0, 0, 0, 0)],
        Functions = [],
        SystemCalls = [],
        ByEvent = [],
        Processes = [],
        Self = default,
    };

    public static WindowSnapshot Full { get; } = Empty with
    {
        WindowSec = 0.5,
        Tracer = "function_graph",
        Events = ["raw_syscalls", "sched:sched_switch"],
        Total = new WindowTotal(300, 600, 0, 0, 0, 0),
        Cpus = [new CpuRow(0, 100, 200, 0, 0, 0, 0, 100), new CpuRow(3, 200, 400, 0, 0, 0, 0, 200)],
        Functions = [new FunctionRow("vfs_read", null, Rates(20), new LatencySummary(20, 5_000_000, 1_500, 900_000, 2_000_000_000), 400), Counted("ext4_get", "ext4", 10)],
        SystemCalls =
        [
            new SystemCallRow("openat", 257, Rates(50), 3, [new ErrnoCount("ENOENT", 2), new ErrnoCount("EACCES", 1)], new LatencySummary(49, 100_000, 2_000, 4_000, 5_000), 1),
            new SystemCallRow("futex", 202, Rates(5), 0, [], null, 0),
            new SystemCallRow("pause", 34, Rates(0), 0, [], null, 1),
        ],
        ByEvent = [new EventRow("sched", "sched_switch", Rates(40))],
        Processes = [new ProcessRow(0, "<idle>", Rates(30), 0), new ProcessRow(17, "sh", Rates(12), 7)],
        Self = new SelfUse(1.25, 24_000_000),
    };

    public static FunctionRow Counted(string name, string? module, long count) => new(name, module, Rates(count), null, null);

    public static WindowSnapshot With(this WindowSnapshot window, params TableSnapshot<ProcessRow> processes) => window with { Processes = processes };

    public static Rates Rates(long count) => new(count, count * 2, count, count, count);
}
