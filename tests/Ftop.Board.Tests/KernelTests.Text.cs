using System.Globalization;

namespace Ftop.Board.Tests;

public abstract partial class KernelTests
{
    private const int HeaderLines = 12;
    private const string Some = "set_ftrace_filter=vfs_*,*read*,*file*,*lock*,*page* "; // to graph all of them takes an emulated board a minute
    private const string EverythingShort = "ls -l /bin /tmp; dd if=/dev/zero of=/tmp/some bs=1000 count=20; cat /tmp/some; sleep 0.1; kill -0 1";

    /// <summary>Every tracer that the board's kernel has, over a filter where there is one.</summary>
    [Fact]
    public async Task Report_OfEveryTracerIsTheKernelsText()
    {
        string[] tracers = (await Board.Run("cat /sys/kernel/tracing/available_tracers")).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (string tracer in tracers.Except(["mmiotrace"])) // takes the board's other processor offline
        {
            await AssertSameText(tracer, tracer == "nop" ? "set_event=sched:*" : "set_ftrace_filter=vfs_*", "sleep 1.2; ls -l /bin");
        }
    }

    [Theory]
    [InlineData("nop", "set_event=syscalls:* set_event=raw_syscalls:*")]
    [InlineData("nop", "set_event=irq:* set_event=irq_vectors:* set_event=signal:* set_event=task:* set_event=power:* set_event=rcu:* set_event=writeback:*")]
    [InlineData("nop", "set_event=sched:* trace_options=record-tgid trace_options=verbose")]
    [InlineData("nop", "set_event=sched:* trace_options=noirq-info trace_clock=mono")]
    [InlineData("nop", "set_event=sched:* trace_options=nocontext-info trace_clock=uptime")]
    [InlineData("nop", "set_event=sched:* trace_clock=counter")]
    [InlineData("nop", "set_event=sched:sched_switch trace_options=stacktrace trace_options=sym-offset trace_options=sym-addr")]
    [InlineData("nop", "set_event=sched:sched_switch trace_options=raw")]
    [InlineData("nop", "set_event=sched:sched_switch trace_options=hex")]
    [InlineData("nop", "kprobe_events=p:reads,vfs_read,size=\\$arg3:u64 kprobe_events=r:read,vfs_read,ret=\\$retval:x64 set_event=kprobes:*")]
    [InlineData("nop", "uprobe_events=p:start,/bin/busybox:$((0x$(od -An -tx8 -j24 -N8 /bin/busybox | tail -c 17) - 0x400000)),sp=\\$stack:x64 set_event=uprobes:*")]
    [InlineData("nop", "synthetic_events=woken,u64,delay_us;,pid_t,pid events/sched/sched_waking/trigger=hist:keys=pid:ts0=common_timestamp.usecs " +
        "events/sched/sched_switch/trigger=hist:keys=next_pid:delay=common_timestamp.usecs-\\$ts0:onmatch(sched.sched_waking).woken(\\$delay~next_pid) set_event=synthetic:*")]
    [InlineData("nop", "events/sched/sched_switch/trigger=stacktrace:5 set_event=sched:sched_waking")]
    [InlineData("nop", "set_event=raw_syscalls:* buffer_size_kb=64", "dd if=/dev/zero of=/dev/null bs=1 count=5000")]
    [InlineData("nop", "", "echo marked >/sys/kernel/tracing/trace_marker; printf abcdefgh >/sys/kernel/tracing/trace_marker_raw; echo again >/sys/kernel/tracing/trace_marker")]
    [InlineData("function", "set_ftrace_filter=vfs_* trace_options=func_stack_trace")]
    [InlineData("function", "set_ftrace_filter=vfs_* set_event=sched:sched_switch trace_options=sym-offset trace_options=noprint-parent")]
    [InlineData("function_graph", "set_graph_function=vfs_read set_event=sched:sched_switch")]
    [InlineData("function_graph", Some + "set_graph_function=vfs_read trace_options=funcgraph-proc trace_options=funcgraph-abstime trace_options=funcgraph-tail")]
    [InlineData("function_graph", Some + "set_graph_function=vfs_read max_graph_depth=3 trace_options=nofuncgraph-duration trace_options=nofuncgraph-cpu")]
    [InlineData("function_graph", Some + "set_graph_function=vfs_read trace_options=latency-format")]
    public async Task Report_IsTheKernelsText(string tracer, string settings, string command = EverythingShort) =>
        Assert.True(await AssertSameText(tracer, settings, command) > HeaderLines, "the workload left no events");

    /// <summary>Both forms of what a block device did, of the tracer and of the events.</summary>
    [Theory]
    [InlineData("blk", "/sys/block/loop0/trace/enable=1")]
    [InlineData("blk", "/sys/block/loop0/trace/enable=1 trace_options=blk_classic")]
    [InlineData("nop", "set_event=block:*")]
    public async Task Report_OfABlockDeviceIsTheKernelsText(string tracer, string settings)
    {
        await MakeBlockDevice();
        const string Command = "dd if=/dev/urandom of=/dev/loop0 bs=4096 count=16 conv=fsync; echo 3 >/proc/sys/vm/drop_caches; dd if=/dev/loop0 of=/dev/null bs=8192 count=9";
        Assert.True(await AssertSameText(tracer, settings, Command) > 2 * HeaderLines, "the device did nothing");
    }

    private async Task MakeBlockDevice() =>
        Assert.Equal(0, (await Board.Run("[ -e /dev/loop0 ] || { dd if=/dev/zero of=/tmp/disk bs=64k count=16 && insmod /lib/modules/loop.ko && losetup /dev/loop0 /tmp/disk; }")).Status);

    /// <summary>The kernel's text of a recording, and what is made of its raw pages: the same, byte for byte. Returns how many lines.</summary>
    private async Task<int> AssertSameText(string tracer, string settings, string command)
    {
        (string said, int status) = await Board.Run($"text-pair {Board.Ftop} {tracer} \"{settings}\" \"{command}\"");
        Assert.True(status == 0 && said.StartsWith('@') && said.EndsWith(" lines\n", StringComparison.Ordinal), $"{tracer}, {settings}:\n{said}");
        return int.Parse(said[1..said.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
    }
}
