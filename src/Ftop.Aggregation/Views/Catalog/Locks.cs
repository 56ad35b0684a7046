using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Locks of the kernel that tasks wait for, by lock and kind (include/trace/events/lock.h): how often, how long. A mutex begins as MUTEX|SPIN and says MUTEX when it goes to sleep
/// (kernel/locking/mutex.c), which is the same wait.
/// </summary>
internal static class Locks
{
    private const string Asleep = "flags != 32"; // LCB_F_MUTEX alone

    private static readonly Match Wait = Match.By(KeyField.Task.Field, "lock_addr");

    public static ViewDefinition View { get; } = new("locks", "Lock contention", "locks of the kernel that tasks wait for: how often, how long")
    {
        Needs = ["lock:contention_begin", "lock:contention_end"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measure = new Measure(
            "locks", Begin("lock:contention_begin", Wait, new KeyField("lock", "lock_addr"), KeyField.Of("flags")) with { When = Asleep }, End("lock:contention_end", Wait)),
        Columns = [Key("LOCK KIND"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}
