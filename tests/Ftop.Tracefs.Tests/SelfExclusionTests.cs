using Ftop.Decoding;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class SelfExclusionTests
{
    private static readonly EventName Enter = new("raw_syscalls", "sys_enter");

    [Theory]
    [InlineData(new[] { 7 }, "common_pid < 7 || common_pid > 7")]
    [InlineData(new[] { 7, 8, 9 }, "common_pid < 7 || common_pid > 9")]
    [InlineData(new[] { 7, 9, 13 }, "common_pid < 7 || common_pid > 13 || common_pid == 8 || (common_pid > 9 && common_pid < 13)")]
    public void Filter_IsOfRuns(int[] pids, string filter)
    {
        Assert.Equal(filter, TaskFilter.LeavingOut([.. pids], isOfATask: true));
        Assert.Equal(filter + " || common_flags & 88", TaskFilter.LeavingOut([.. pids], isOfATask: false)); // 0x08 | 0x10 | 0x40
    }

    /// <summary>A filter of a page or more is refused, and then leaves out nobody. Whom it cannot hold is left out where it is counted.</summary>
    [Fact]
    public void Filter_OfTasksAllOverThePlace_FitsAndLeavesOutNobodyElse()
    {
        int[] pids = [.. Enumerable.Range(1, 1000).Select(i => i * 1000)];
        string filter = TaskFilter.LeavingOut([.. pids], isOfATask: false);
        Assert.InRange(filter.Length, 3000, 4094);
        int last = int.Parse(filter.Split(" || ")[1].Split(' ')[^1]);
        Assert.Contains($"(common_pid > {last - 1000} && common_pid < {last})", filter, StringComparison.Ordinal);
        Assert.DoesNotContain($"{last + 1000}", filter, StringComparison.Ordinal);
        Assert.Equal("x == 1", TaskFilter.And(filter, new string(' ', 3900) + "x == 1").Trim());
    }

    /// <summary>What is a task's doing is left out; what is the CPU's is not: each interrupt and switch is to be counted.</summary>
    [Fact]
    public void Begin_FiltersWhatTasksDo_BeforeItIsSwitchedOn()
    {
        using FakeTracefs tracefs = WithSystems();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using Instance instance = WithEvents(tracefs, journal);
        instance.Self.Begin();
        foreach (string glob in (string[])["raw_syscalls", "sched", "irq", "kmem"])
        {
            instance.Events.Set(glob, true);
        }

        string own = TaskFilter.LeavingOut(instance.Self.Tasks.Pids, isOfATask: true);
        Assert.Contains(Environment.ProcessId, instance.Self.Tasks.Pids);
        Assert.Equal(own + "\n", Read(tracefs, "raw_syscalls/filter")); // of the whole system, in one write
        Assert.Equal(own + " || common_flags & 88\n", Read(tracefs, "kmem/kmalloc/filter"));
        Assert.Equal("none\n", Read(tracefs, "sched/sched_switch/filter"));
        Assert.Equal("none\n", Read(tracefs, "irq/softirq_entry/filter"));
    }

    [Fact]
    public void Filters_OfTheOperatorHoldAsWell()
    {
        using FakeTracefs tracefs = WithSystems();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using Instance instance = WithEvents(tracefs, journal);
        instance.Events.SetFilter(Enter, "id == 1");
        instance.Events.Set("raw_syscalls", true);
        Assert.Equal("id == 1\n", Read(tracefs, "raw_syscalls/sys_enter/filter"));
        instance.Self.Begin();
        string own = TaskFilter.LeavingOut(instance.Self.Tasks.Pids, isOfATask: true);
        Assert.Equal($"({own}) && (id == 1)\n", Read(tracefs, "raw_syscalls/sys_enter/filter"));
        Assert.Equal(own + "\n", Read(tracefs, "raw_syscalls/sys_exit/filter"));
        Assert.Equal("", Read(tracefs, "raw_syscalls/filter")); // would be every event's
        instance.Events.SetFilter(Enter, "");
        Assert.Equal(own + "\n", Read(tracefs, "raw_syscalls/sys_enter/filter"));
        instance.Self.End();
        Assert.Empty(instance.Self.Tasks.Pids);
        instance.Events.SetFilter(Enter, "id == 2");
        Assert.Equal("id == 2\n", Read(tracefs, "raw_syscalls/sys_enter/filter"));
    }

    [Fact]
    public void Threads_ThatComeOrGoAreNoticed()
    {
        using FakeTracefs tracefs = WithSystems();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using Instance instance = WithEvents(tracefs, journal);
        instance.Events.Set("raw_syscalls", true);
        instance.Self.Begin();
        OwnThread.Run(thread =>
        {
            Assert.True(instance.Self.IsStale());
            instance.Self.NoteThreads();
            Assert.True(instance.Self.Tasks.Contains(thread));
            instance.Self.Renew();
            Assert.Equal(TaskFilter.LeavingOut(instance.Self.Tasks.Pids, isOfATask: true) + "\n", Read(tracefs, "raw_syscalls/filter"));
        });
    }

    /// <summary>At the top level others' filters are there again afterwards.</summary>
    [Fact]
    public void TopLevelFilters_ArePutBack()
    {
        using FakeTracefs tracefs = WithSystems();
        tracefs.Add("events/raw_syscalls/sys_enter/filter", "id == 3\n");
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using (TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal))
        {
            buffer.Self.Begin();
            buffer.Events.Set("raw_syscalls", true);
            Assert.StartsWith("common_pid", tracefs.Read("events/raw_syscalls/sys_enter/filter"), StringComparison.Ordinal);
            Assert.StartsWith("common_pid", tracefs.Read("events/raw_syscalls/sys_exit/filter"), StringComparison.Ordinal);
        }

        Assert.Equal("id == 3\n", tracefs.Read("events/raw_syscalls/sys_enter/filter"));
        Assert.Equal("0\n", tracefs.Read("events/raw_syscalls/sys_exit/filter"));
    }

    [Fact]
    public void Set_AnswersByBitAndByPid()
    {
        var set = new TaskSet();
        Assert.False(set.Contains(0));
        set.Replace([4711, 15]);
        Assert.Equal([15, 4711], set.Pids);
        Assert.True(set.Contains(4711));
        Assert.False(set.Contains(4711 + 4096));
        Assert.False(set.Contains(-1));
    }

    private static string Read(FakeTracefs tracefs, string file) => tracefs.Read($"instances/own/events/{file}");

    private static FakeTracefs WithSystems()
    {
        var tracefs = new FakeTracefs();
        tracefs.Add("events/raw_syscalls/sys_exit/enable", "0\n");
        tracefs.Add("events/raw_syscalls/sys_exit/filter", "none\n");
        tracefs.Add("events/kmem/kmalloc/enable", "0\n");
        tracefs.Add("events/kmem/kmalloc/filter", "none\n");
        return tracefs;
    }

    private static Instance WithEvents(FakeTracefs tracefs, UndoJournal journal)
    {
        foreach (string name in (string[])["sched/sched_switch", "irq/softirq_entry", "raw_syscalls/sys_enter", "raw_syscalls/sys_exit", "kmem/kmalloc"])
        {
            tracefs.Add($"instances/own/events/{name}/enable", "0\n");
            tracefs.Add($"instances/own/events/{name}/filter", "none\n");
        }

        tracefs.Add("instances/own/events/raw_syscalls/filter", "");
        tracefs.Add("instances/own/set_event", "");
        tracefs.Add("instances/own/current_tracer", "nop\n");
        return new Instance(tracefs, journal);
    }

    // As the kernel fills a new one.
    private sealed class Instance(FakeTracefs tracefs, UndoJournal journal)
        : TraceArray(tracefs.Root, Path.Combine(tracefs.Root, "instances/own"), null, journal)
    {
        public override void Dispose()
        {
        }
    }
}
