using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class TopLevelBufferTests
{
    [Fact]
    public void Dispose_PutsBackEveryFile()
    {
        using var tracefs = new FakeTracefs();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using (TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal))
        {
            buffer.Clock.Set("mono");
            buffer.Tracer.Set("function");
            buffer.Functions.Graph(["vfs_*"]);
            buffer.CpuMask.Set([0]);
            buffer.BufferSize.Set(2000);
            Assert.Equal("0\n", tracefs.Read("tracing_on"));
        }

        Assert.Equal("1\n", tracefs.Read("tracing_on"));
        Assert.Equal("local\n", tracefs.Read("trace_clock"));
        Assert.Equal("nop\n", tracefs.Read("current_tracer"));
        Assert.Equal("", tracefs.Read("set_graph_function"));
        Assert.Equal("3\n", tracefs.Read("tracing_cpumask"));
        Assert.Equal("7\n", tracefs.Read("buffer_size_kb"));
    }

    [Fact]
    public void Dispose_PutsBackSizesThatDifferByCpu()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("buffer_size_kb", "X\n");
        tracefs.Add("per_cpu/cpu0/buffer_size_kb", "100\n");
        tracefs.Add("per_cpu/cpu1/buffer_size_kb", "200\n");
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using (TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal))
        {
            buffer.BufferSize.Set(2000);
            tracefs.Add("per_cpu/cpu0/buffer_size_kb", "2000\n");
            tracefs.Add("per_cpu/cpu1/buffer_size_kb", "2000\n");
        }

        Assert.Equal("100\n", tracefs.Read("per_cpu/cpu0/buffer_size_kb"));
        Assert.Equal("200\n", tracefs.Read("per_cpu/cpu1/buffer_size_kb"));
    }

    [Fact]
    public void Dispose_LeavesInstanceThatFollowsItAndMountAlone()
    {
        using var tracefs = new FakeTracefs();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        journal.WillMount(tracefs.Mount.Root);
        TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal);
        string instance = Path.Combine(tracefs.Mount.Root, "instances", "ftop-1");
        Directory.CreateDirectory(instance);
        journal.WillMakeInstance(instance);
        buffer.Dispose();
        Assert.Equal("1\n", tracefs.Read("tracing_on"));
        Assert.True(Directory.Exists(instance));
        Assert.DoesNotContain(journal.UndoAll().Done, done => done.Contains("tracing_on", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("current_tracer", "function\n", "its tracer is function")]
    [InlineData("set_event", "sched:sched_switch\nsched:sched_waking\n", "sched:sched_switch and 1 more events are on")]
    [InlineData("per_cpu/cpu0/stats", "entries: 5\n", "it holds a recording, 5 events of CPU 0")]
    public void Take_RefusesWhatSomebodyElseUses(string file, string text, string reason)
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add(file, text);
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        TracefsException e = Assert.Throws<TracefsException>(() => TopLevelBuffer.Take(tracefs.Mount, journal));
        Assert.Equal(TracefsFailure.Busy, e.Failure);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal("1\n", tracefs.Read("tracing_on"));
    }
}
