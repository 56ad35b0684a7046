using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class PidFilterTests
{
    private static readonly string[] Lists = ["set_event_pid", "set_event_notrace_pid", "set_ftrace_pid", "set_ftrace_notrace_pid"];

    /// <summary>A thread that this process starts later is its own too. Others' interrupts would go with the list of events: it is not used.</summary>
    [Theory]
    [InlineData("nop", false)]
    [InlineData("function", true)]
    public void Exclusion_OfFunctionsIsAList(string tracer, bool leavesOutFunctions)
    {
        using FakeTracefs tracefs = WithLists();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using (TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal))
        {
            buffer.Tracer.Set(tracer);
            buffer.Self.Begin();
            Assert.Equal("", tracefs.Read("set_event_notrace_pid"));
            Assert.Equal("0\n", tracefs.Read("options/event-fork"));
            if (leavesOutFunctions)
            {
                Assert.Equal(buffer.Self.Tasks.Pids.Length, tracefs.Read("set_ftrace_notrace_pid").Split(' ').Length); // all in one write
            }

            Assert.Equal(leavesOutFunctions, tracefs.Read("set_ftrace_notrace_pid").Length > 0);
            Assert.Equal(leavesOutFunctions ? "1\n" : "0\n", tracefs.Read("options/function-fork"));
            Assert.Equal("", tracefs.Read("set_event_pid"));
        }

        AssertAsBefore(tracefs);
    }

    [Theory]
    [InlineData(true, "1\n")]
    [InlineData(false, "0\n")]
    public void Follow_TakesChildrenAlongOrNot(bool children, string option)
    {
        using FakeTracefs tracefs = WithLists();
        tracefs.Add("options/event-fork", children ? "0\n" : "1\n");
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal);
        buffer.Pids.Follow([Environment.ProcessId], children);
        Assert.Equal(option, tracefs.Read("options/event-fork"));
        Assert.NotEqual("", tracefs.Read("set_event_pid"));
        Assert.Equal("", tracefs.Read("set_ftrace_pid")); // no function tracer: the list is left alone, as it may be locked
        buffer.SetTracer("function");
        Assert.NotEqual("", tracefs.Read("set_ftrace_pid"));
        Assert.Equal(option, tracefs.Read("options/function-fork"));
    }

    [Fact]
    public void Follow_OfNobody_IsRefused()
    {
        using FakeTracefs tracefs = WithLists();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal);
        TracefsException refusal = Assert.Throws<TracefsException>(() => buffer.Pids.Follow([int.MaxValue], children: false));
        Assert.Contains("no such process", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("", tracefs.Read("set_event_pid"));
    }

    /// <summary>A tracer's option that was set in an instance holds for every other user of the tracer, also when the instance is gone.</summary>
    [Fact]
    public void OptionOfAnInstance_IsPutBack()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("options/stacktrace", "0\n");
        tracefs.Add("instances/x/options/func_stack_trace", "0\n");
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        var options = new TraceOptions(Path.Combine(tracefs.Root, "instances/x/options"), Path.Combine(tracefs.Root, "options"), journal);
        options.Set("func_stack_trace", true);
        options.Set("stacktrace", true); // the whole kernel's
        Assert.Equal("1\n", tracefs.Read("instances/x/options/func_stack_trace"));
        Assert.Equal("1\n", tracefs.Read("options/stacktrace"));
        Assert.Empty(journal.UndoAll().Failed);
        Assert.Equal("0\n", tracefs.Read("instances/x/options/func_stack_trace"));
        Assert.Equal("0\n", tracefs.Read("options/stacktrace"));
    }

    private static FakeTracefs WithLists()
    {
        var tracefs = new FakeTracefs();
        foreach (string list in Lists)
        {
            tracefs.Add(list, "");
        }

        tracefs.Add("options/event-fork", "0\n");
        tracefs.Add("options/function-fork", "0\n");
        return tracefs;
    }

    private static void AssertAsBefore(FakeTracefs tracefs)
    {
        Assert.All(Lists, list => Assert.Equal("", tracefs.Read(list)));
        Assert.Equal("0\n", tracefs.Read("options/event-fork"));
        Assert.Equal("0\n", tracefs.Read("options/function-fork"));
        Assert.Equal("nop\n", tracefs.Read("current_tracer"));
    }
}
