using Ftop.Tracefs.Undo;
using Ftop.Tracefs.Watching;

namespace Ftop.Tracefs.Tests;

public sealed class TraceWatchTests : IDisposable
{
    private readonly FakeTracefs _tracefs = new();
    private readonly UndoJournal _journal;
    private readonly TopLevelBuffer _array;

    public TraceWatchTests()
    {
        _journal = UndoJournal.Open(_tracefs.Journals);
        _array = TopLevelBuffer.Take(_tracefs.Mount, _journal);
        Set("tracing_on", "1\n");
        Set("current_tracer", "nop\n");
        Set("set_event", "irq:softirq_entry\nsched:sched_switch\n");
        Set("buffer_size_kb", "1408\n");
        Set("trace_clock", "local global [mono] boot\n");
        Set("tracing_cpumask", "3\n");
        Set("set_event_pid", "");
        Set("set_ftrace_filter", "#### all functions enabled ####\n");
        Set("set_ftrace_notrace", "#### no functions disabled ####\n");
        Set("set_ftrace_pid", "no pid\n");
        Set("events/irq/softirq_entry/filter", "none\n");
        Set("events/sched/sched_switch/filter", "none\n");
        _tracefs.Add("set_graph_notrace", "#### no functions disabled ####\n");
        _tracefs.Add("tracing_thresh", "0\n");
        _tracefs.Add("max_graph_depth", "0\n");
        _tracefs.Add("ftrace_enabled", "1\n");
    }

    public void Dispose()
    {
        _journal.Dispose();
        _tracefs.Dispose();
    }

    [Theory]
    [InlineData("tracing_on", "0\n", "tracing was switched off by somebody else: 'echo 1 >")]
    [InlineData("set_event", "", "all events were switched off by somebody else")]
    [InlineData("set_event", "irq:softirq_entry\n", "events were switched off by somebody else: sched:sched_switch")]
    [InlineData("set_event", "irq:irq_handler_entry\nirq:irq_handler_exit\nirq:softirq_entry\nsched:sched_switch\n", "switched on by somebody else: irq:irq_handler_entry and 1 more")]
    [InlineData("current_tracer", "function\n", "the tracer was changed by somebody else: nop before, function now")]
    [InlineData("buffer_size_kb", "4\n", "resized by somebody else: 1408 KiB for each CPU before, 4 now")]
    [InlineData("trace_clock", "local global mono [boot]\n", "boot now")]
    [InlineData("tracing_cpumask", "1\n", "mask 3 before, 1 now")]
    [InlineData("set_event_pid", "77\n78\n", "set_event_pid of somebody else limits what is traced to threads 77 78")]
    [InlineData("events/sched/sched_switch/filter", "prev_pid == 1\n", "the filter of sched:sched_switch was changed by somebody else: prev_pid == 1")]
    public void WhatOthersChange_IsSaidWithinTwoLooks_AndNoLongerOncePutBack(string file, string text, string expected)
    {
        TraceWatch watch = Watch();
        watch.Look();
        watch.Look();
        Assert.Empty(watch.Notices);
        string before = _tracefs.Read(file);
        Set(file, text);
        watch.Look();
        watch.Look();
        Assert.Contains(expected, Assert.Single(watch.Notices), StringComparison.Ordinal);
        Set(file, before);
        watch.Look();
        watch.Look();
        Assert.Empty(watch.Notices);
    }

    [Theory]
    [InlineData("function", "ftrace_enabled", "0\n", "sysctl kernel.ftrace_enabled=1")]
    [InlineData("function_graph", "ftrace_enabled", "0\n", "sysctl kernel.ftrace_enabled=1")]
    [InlineData("function_graph", "set_graph_function", "do_sys_openat2\nvfs_read\n", "set_graph_function limits all users of function_graph to do_sys_openat2 and 1 more")]
    [InlineData("function_graph", "set_graph_notrace", "schedule\n", "set_graph_notrace hides schedule")]
    [InlineData("function_graph", "tracing_thresh", "100\n", "tracing_thresh hides functions below 100 us")]
    [InlineData("function_graph", "max_graph_depth", "2\n", "max_graph_depth limits all users of function_graph to depth 2")]
    public void LimitsOfTheWholeKernel_AreSaidFromTheStart_WhereTheTracerHasThem(string tracer, string file, string text, string expected)
    {
        _tracefs.Add(file, text);
        Assert.Empty(Watch().Notices);
        Set("current_tracer", tracer + "\n");
        Assert.Contains(expected, Assert.Single(Watch().Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void LimitsOfOneTracer_DoNotMatterToAnother()
    {
        Set("current_tracer", "function\n");
        _tracefs.Add("set_graph_function", "do_sys_openat2\n");
        Assert.Empty(Watch().Notices);
    }

    [Fact]
    public void FunctionFilters_AreSaidWhileFunctionsAreTraced()
    {
        Set("current_tracer", "function\n");
        TraceWatch watch = Watch();
        Set("set_ftrace_filter", "vfs_read\n");
        Set("set_ftrace_pid", "1\n");
        watch.Look();
        watch.Look();
        Assert.Equal(
            ["set_ftrace_filter of somebody else limits functions to vfs_read", "set_ftrace_pid of somebody else limits what is traced to thread 1"],
            watch.Notices);
    }

    [Fact]
    public void OwnChanges_AreNotOthers()
    {
        TraceWatch watch = Watch();
        watch.BeforeChange();
        Set("set_event", "");
        Set("tracing_on", "0\n");
        Set("events/sched/sched_switch/filter", "prev_pid == 1\n");
        watch.AfterChange();
        watch.Look();
        watch.Look();
        Assert.Empty(watch.Notices);
    }

    [Fact]
    public void WhatOthersChanged_StaysTheirs_WhenTheOperatorChangesSomethingElse()
    {
        TraceWatch watch = Watch();
        Set("tracing_on", "0\n");
        watch.BeforeChange();
        Set("set_event", "sched:sched_switch\n");
        watch.AfterChange();
        watch.Look();
        Assert.StartsWith("tracing was switched off by somebody else", Assert.Single(watch.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void PidsThatForkAndEnd_AreNotAChange()
    {
        Set("set_event_pid", "77\n");
        TraceWatch watch = Watch();
        Set("set_event_pid", "77\n99\n");
        watch.Look();
        watch.Look();
        Set("set_event_pid", "");
        watch.Look();
        watch.Look();
        Assert.Empty(watch.Notices);
    }

    [Fact]
    public void AllEventsOfAKernel_CostAFewReadsALook()
    {
        string[] names = [.. Enumerable.Range(0, 300).Select(i => $"sys:event{i:D4}")];
        Set("set_event", string.Join('\n', names) + "\n");
        foreach (string name in names)
        {
            Set($"events/{name.Replace(':', '/')}/filter", "none\n");
        }

        TraceWatch watch = Watch();
        watch.Look();
        long before = GC.GetAllocatedBytesForCurrentThread();
        watch.Look();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    private TraceWatch Watch() => new(_array, Path.Combine(_tracefs.Root, "ftrace_enabled"));

    private void Set(string file, string text) => _tracefs.Add(file, text);
}
