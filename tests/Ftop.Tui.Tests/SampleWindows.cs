using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Tests;

/// <summary>Windows with every kind of row, the same on every run.</summary>
internal static class SampleWindows
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc cref="At(int, long)"/>
    public static WindowSnapshot At(int tick) => At(tick, lost: 0);

    /// <summary>The window that ends <paramref name="tick"/> seconds after the start; numbers move a little from tick to tick.</summary>
    public static WindowSnapshot At(int tick, long lost) => new()
    {
        Time = Start.AddSeconds(tick),
        WindowSec = 1,
        Tracer = "nop",
        Events = ["raw_syscalls", "irq", "sched:sched_switch"],
        Total = new WindowTotal(45_678 + tick, 45_678 + tick, lost, lost, 0, 0),
        Cpus =
        [
            new CpuRow(0, 32_000, 32_000 + (1_000 * (tick % 7)), lost, lost, 0, lost, 320_000),
            new CpuRow(1, 13_678, 13_678 - (1_000 * (tick % 7)), 0, 0, 0, 0, 136_780),
        ],
        Functions = [],
        SystemCalls =
        [
            Call("read", 0, 12_345 + tick, 0, [], 2_100),
            Call("openat", 257, 3_210, 345, [new ErrnoCount("ENOENT", 340), new ErrnoCount("EACCES", 5)], 45_600),
            Call("futex", 202, 980, 12, [new ErrnoCount("EAGAIN", 12)], 1_230_000),
            Call("write", 1, 980, 0, [], 3_300),
            Call("epoll_wait", 232, 7, 0, [], 987_000_000),
            Call("open (i386)", 5, 1, 1, [new ErrnoCount("ENOSYS", 1)], 900),
        ],
        ByEvent =
        [
            new EventRow("raw_syscalls", "sys_exit", Rates(17_523)),
            new EventRow("raw_syscalls", "sys_enter", Rates(17_523)),
            new EventRow("sched", "sched_switch", Rates(4_500)),
            new EventRow("irq", "irq_handler_entry", Rates(250)),
            new EventRow("irq", "irq_handler_exit", Rates(250)),
            new EventRow("block", "block_rq_issue", Rates(12)),
        ],
        Processes =
        [
            new ProcessRow(1234, "dd", Rates(30_000), 12_000),
            new ProcessRow(987, "systemd-journal", Rates(5_432), 700),
            new ProcessRow(0, "swapper/0", Rates(4_321), 0),
            new ProcessRow(4242, "evil\u001b[2Jname", Rates(3), 1),
        ],
        Self = new SelfUse(0.4, 30 << 20),
    };

    /// <summary>As <see cref="At(int)"/>, while function_graph traces.</summary>
    public static WindowSnapshot Timed(int tick) => At(tick) with
    {
        Tracer = "function_graph",
        Functions =
        [
            Function("vfs_read", null, 12_345, 45_600, 98_700_000),
            Function("kfree", null, 98_765, 120, 11_000_000),
            Function("__x64_sys_openat", null, 3_210, 12_300, 1_230_000),
            Function("ext4_file_read_iter", "ext4", 2_100, 34_500, 45_000_000),
            Function("a_very_long_function_name_of_a_vendor_driver.constprop.0.isra.0", "vendor_driver", 1, 2_500_000_000, 2_500_000_000),
        ],
    };

    /// <summary>As <see cref="At(int)"/>, while the function tracer counts.</summary>
    public static WindowSnapshot Counted(int tick) => At(tick) with
    {
        Tracer = "function",
        Functions = [.. Timed(tick).Functions.Select(row => row with { Latency = null, SelfNs = null })],
    };

    /// <summary>As <see cref="At(int)"/>, while all views of measures are watched.</summary>
    public static WindowSnapshot Measured(int tick) => At(tick) with
    {
        Cpus =
        [
            At(tick).Cpus[0] with { Times = new CpuTimes(612_000_000 + (50_000_000 * (tick % 7)), 31_000_000, 12_000_000, 345_000_000 - (50_000_000 * (tick % 7))) },
            At(tick).Cpus[1] with { Times = new CpuTimes(0, 0, 0, 1_000_000_000) },
        ],
        Processes =
        [
            new ProcessRow(1234, "dd", Rates(30_000), 12_000, new TaskTimes(612_345_678, 12_345_678, 0, 375_000_000, 1_234_567)),
            new ProcessRow(987, "systemd-journal", Rates(5_432), 700, new TaskTimes(1_234_567, 23_456, 998_000_000, 0, 3_456)),
        ],
        Measures =
        [
            Table("softirqs", Row(1, [new KeyPart("vec", 1, "TIMER")], 250, 1_200), Row(9, [new KeyPart("vec", 9, "RCU")], 310, 3_300) with { TopCpu = new TopCpu(1, 1.2) }, Row(42, [new KeyPart("vec", 42, "0x2a")], 1, 0)),
            Table(
                "block",
                Row(1, [new KeyPart("dev", null, "mmcblk0"), new KeyPart("op", null, "WS")], 12, 4_560_000) with { Sum = Rates(49_152), InFlight = 3, WithinNs = 2_340_000_000, WindowNs = 1_000_000_000 },
                Row(2, [new KeyPart("dev", null, "254,0"), new KeyPart("op", null, "R[2J")], 3, 230_000) with { Sum = Rates(12_288) },
                Row(ulong.MaxValue, [], 2, 1_000) with { Sum = Rates(0) }),
            Table("handlers", Row(1, [new KeyPart("irq", 34, null), new KeyPart("name", null, "eth0")], 5_000, 2_400) with { TopCpu = new TopCpu(1, 12.3) }),
            Of("irqs", 4, Row(1, [new KeyPart("vector", 236, null), new KeyPart("name", null, "local_timer")], 1_002, 1_800) with { TopCpu = new TopCpu(0, 0.9) }),
            Of("sched", 0, Row(987, Journal, 430, 0), Row(15, Rcu, 900, 0)),
            Of("sched", 1, Row(987, Journal, 430, 8_100), Row(15, Rcu, 900, 2_300)),
            Of("sched", 2, Row(987, Journal, 12, 0)),
            Of("sched", 3, Row(15, Rcu, 7, 0), Row(4242, [new KeyPart("pid", 4242, "evil\u001b[2Jname") { IsTask = true }], 1, 0)),
            Table("timers", Row(1, [new KeyPart("function", null, "tick_nohz_handler")], 250, 3_400), Row(2, [new KeyPart("function", null, "hrtimer_wakeup")], 61, 1_100)),
            Table("workqueues", Row(1, [new KeyPart("function", null, "vmstat_update")], 2, 5_600), Row(2, [new KeyPart("function", null, "blk_mq_run_work_fn [a_driver_with_a_long_name]")], 40, 78_000) with { InFlight = 1 }),
            Table("idle", Row(1, [new KeyPart("cpu", 0, null), new KeyPart("state", 1, null)], 830, 1_020_000), Row(2, [new KeyPart("cpu", 1, null), new KeyPart("state", 2, null)], 12, 76_500_000) with { InFlight = 1 }),
            Of("offcpu", 0, Row(1, [.. Journal, new KeyPart("state", null, "S")], 430, 2_100_000), Row(2, [Dd, new KeyPart("state", null, "D")], 120, 640_000)),
            Of("offcpu", 1, Row(1, [.. Journal, new KeyPart("waker", 1234, "dd") { IsTask = true }], 431, 2_000_000)),
            Of("faults", 0, Row(1, [Dd, new KeyPart("mode", null, "user")], 512, 0), Row(2, [Dd, new KeyPart("mode", null, "kernel")], 3, 0)),
            Of("faults", 1, Row(1, [new KeyPart("at", null, "copy_to_user")], 3, 0)),
            Of("memory", 0, Row(1, [new KeyPart("caller", null, "__alloc_skb")], 410, 12_000) with { Sum = Rates(104_960), InFlight = 12 }),
            Of("memory", 1, Row(1, [new KeyPart("order", 0, null)], 256, 900_000) with { InFlight = 800 }),
            Table("locks", Row(1, [new KeyPart("lock", null, "rcu_state"), new KeyPart("flags", 1, "SPIN")], 21, 3_400)),
            Of("net", 0, Row(1, [new KeyPart("dev", null, "eth0"), new KeyPart("dir", null, "rx")], 900, 0) with { Sum = Rates(1_260_000) }),
            Of("net", 1, Row(1, [new KeyPart("dev", null, "eth0")], 64, 0)),
            Of("power", 0, Row(1, [new KeyPart("cpu", 0, null), new KeyPart("khz", 1_200_000, null)], 12, 80_000_000) with { InFlight = 1 }),
            Of("power", 1, Row(1, [new KeyPart("name", null, "vdd_core"), new KeyPart("what", null, "voltage")], 24, 0)),
            Of("buses", 0, Row(1, [new KeyPart("adapter", 1, null), new KeyPart("addr", 0x48, null)], 100, 410_000)),
            Of("buses", 2, Row(1, [new KeyPart("bus", 0, null), new KeyPart("chip", 1, null)], 200, 38_000) with { Sum = Rates(512_000) }),
            Table("wakeups", Row(987, [new KeyPart("pid", 987, "systemd-journal") { IsTask = true }], 430, 8_100), Row(15, [new KeyPart("pid", 15, "rcu_preempt") { IsTask = true }], 900, 2_300)),
        ],
    };

    private static ImmutableArray<KeyPart> Journal => [new KeyPart("pid", 987, "systemd-journal") { IsTask = true }];

    private static KeyPart Dd => new("pid", 1234, "dd") { IsTask = true };

    private static ImmutableArray<KeyPart> Rcu => [new KeyPart("pid", 15, "rcu_preempt") { IsTask = true }];

    private static MeasureTable Of(string id, int measure, params ImmutableArray<MeasureRow> rows) => new(ViewCatalog.Find(id)!.Measures[measure], rows, 0);

    private static MeasureTable Table(string id, params ImmutableArray<MeasureRow> rows) => new(ViewCatalog.Find(id)!.Measure!, rows, 0);

    internal static MeasureRow Row(ulong key, ImmutableArray<KeyPart> parts, long count, long p50Ns) => new(key, parts, Rates(count))
    {
        Latency = p50Ns == 0 ? null : new LatencySummary(count, count * p50Ns, p50Ns, p50Ns * 9, p50Ns * 40),
        InFlight = 0,
    };

    /// <summary>Nothing traced, nothing seen.</summary>
    public static WindowSnapshot Nothing => At(1) with
    {
        Events = [],
        Total = default,
        Cpus = [new CpuRow(0, 0, 0, 0, 0, 0, 0, 0), new CpuRow(1, 0, 0, 0, 0, 0, 0, 0)],
        SystemCalls = [],
        ByEvent = [],
        Processes = [],
    };

    public static Rates Rates(long count) => new(count, count, count * 0.9, count * 0.8, count * 60);

    public static SystemCallRow Call(string name, int nr, long count, long errors, ImmutableArray<ErrnoCount> errnos, long p50Ns) =>
        new(name, nr, Rates(count), errors, errnos, new LatencySummary(count, count * p50Ns, p50Ns, p50Ns * 9, p50Ns * 40), 1);

    private static FunctionRow Function(string name, string? module, long count, long p50Ns, long selfNs) =>
        new(name, module, Rates(count), new LatencySummary(count, count * p50Ns, p50Ns, p50Ns * 7, p50Ns * 31), selfNs);
}
