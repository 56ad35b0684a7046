using System.Collections.Immutable;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Tests;

public sealed class EventControlTests
{
    [Theory]
    [InlineData("sched", 3)]
    [InlineData("sched:", 3)]
    [InlineData("sched:sched_wak*", 2)]
    [InlineData("sched/sched_switch", 1)]
    [InlineData("*:sys_enter", 1)]
    [InlineData("sys_enter", 1)]
    [InlineData("all", 5)]
    [InlineData("[is]*", 5)]
    public void Match_ResolvesGlobs(string glob, int count)
    {
        using var tracefs = new FakeTracefs();
        Assert.Equal(count, Events(tracefs).Match(glob).Length);
    }

    [Fact]
    public void Match_OfNothing_NamesTheOptionThatBringsIt()
    {
        using var tracefs = new FakeTracefs();
        TracefsException e = Assert.Throws<TracefsException>(() => Events(tracefs).Match("syscalls:sys_enter_read"));
        Assert.Equal(TracefsFailure.NotSupported, e.Failure);
        Assert.Contains("CONFIG_FTRACE_SYSCALLS", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sched:sched_wakup", "sched:sched_wakeup")]
    [InlineData("sched:shed_switch", "sched:sched_switch")]
    [InlineData("shed:sched_switch", "sched:sched_switch")]
    [InlineData("raw_syscall", "raw_syscalls")]
    [InlineData("sched,sofirq_entry", "softirq_entry")]
    public void Match_OfAWrongName_TellsTheNearOnes(string glob, string near)
    {
        using var tracefs = new FakeTracefs();
        TracefsException e = Assert.Throws<TracefsException>(() => Events(tracefs).Match(glob));
        Assert.Matches($"; near (is|are) .*{near}", e.Message);
    }

    [Fact]
    public void Match_TakesSeveralGlobsByComma()
    {
        using var tracefs = new FakeTracefs();
        Assert.Equal("irq:softirq_entry sched:sched_switch", string.Join(' ', Events(tracefs).Match("sched:sched_sw*, irq")));
        Assert.Contains("find event 'nosuch' in", Assert.Throws<TracefsException>(() => Events(tracefs).Match("irq,nosuch,sched")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Set_WritesEachMatchingEvent()
    {
        using var tracefs = new FakeTracefs();
        EventChange change = Events(tracefs).Set("sched:sched_wak*", true);
        Assert.Equal(["sched:sched_wakeup", "sched:sched_waking"], change.Changed.Select(name => name.ToString()).Order());
        Assert.Equal("1\n", tracefs.Read("events/sched/sched_waking/enable"));
        Assert.Equal("0\n", tracefs.Read("events/sched/sched_switch/enable"));
    }

    [Fact]
    public void Available_IsTheKernelsListWhereThereIsOne()
    {
        using var tracefs = new FakeTracefs();
        tracefs.Add("available_events", "b:y\na:z\na:x\n");
        Assert.Equal("a:x a:z b:y", string.Join(' ', Events(tracefs).Available));
    }

    [Fact]
    public void Collapse_ShowsAWholeSystemByItsName()
    {
        ImmutableArray<EventName> available = [new("irq", "a"), new("irq", "b"), new("sched", "a"), new("sched", "b")];
        Assert.Equal(["irq", "sched:a"], EventControl.Collapse([new("irq", "a"), new("irq", "b"), new("sched", "a")], available));
    }

    private static EventControl Events(FakeTracefs tracefs)
    {
        var marks = new Marks(null);
        return new EventControl(tracefs.Root, null, tracefs.Root, marks, new TracingSwitch(new ControlFile(Path.Combine(tracefs.Root, "tracing_on")), marks));
    }
}
