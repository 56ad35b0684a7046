using NSubstitute;
using NSubstitute.Extensions;

namespace Ftop.Tui.Tests.Control;

public sealed class ViewNeedsTests
{
    private static LiveScreen NothingOn() => new(arrange: control => control.AllOff());

    [Fact]
    public void SystemCallView_TurnsThemOnAndLeavingOffAgain()
    {
        using LiveScreen live = NothingOn();
        live.Type("2");
        Assert.True(live.Control.State.SystemCallsOn);
        live.Type("1");
        Assert.False(live.Control.State.SystemCallsOn);
    }

    [Fact]
    public void WhatWasOnAtTheStart_StaysOn()
    {
        using var live = new LiveScreen();
        live.Type("2").Type("6").Type("0");
        Assert.Equal(LiveScreen.Started, live.Control.State);
        live.Control.DidNotReceiveWithAnyArgs().SetSystemCalls(default);
    }

    [Fact]
    public void Scheduling_PutsBackTheSingleEventThatWasOn()
    {
        using var live = new LiveScreen();
        live.Type("7");
        Assert.Contains("sched:sched_waking", live.Control.State.Events);
        live.Type("8");
        Assert.Contains("block:block_rq_issue", live.Control.State.Events);
        Assert.DoesNotContain("sched:sched_waking", live.Control.State.Events);
        live.Type("0");
        Assert.Equal(["irq", "raw_syscalls", "sched:sched_switch"], live.Control.State.Events.Order());
    }

    [Fact]
    public void Pinned_StaysOnWhenTheViewIsLeft()
    {
        using LiveScreen live = NothingOn();
        live.Type("2P");
        Assert.Contains("pinned", live.SecondRow);
        live.Type("0");
        Assert.True(live.Control.State.SystemCallsOn);
    }

    [Fact]
    public void SwitchedOffByHand_IsNotTurnedOnAgain()
    {
        using LiveScreen live = NothingOn();
        live.Type("2s");
        Assert.False(live.Control.State.SystemCallsOn);
        Assert.Contains("no system calls traced: press s", live.Text);
        live.Type("s").Type("0");
        Assert.True(live.Control.State.SystemCallsOn);
    }

    [Fact]
    public void Refused_IsTriedOnceAndSaysWhy()
    {
        using LiveScreen live = NothingOn();
        live.Control.Configure().SetEvents(Arg.Is<string>(glob => glob.StartsWith("block:")), true).Returns(Task.FromResult(new ControlOutcome(false, "events/block/enable: write: EPERM: the kernel is locked down")));
        live.Type("8");
        Assert.Contains("EPERM", live.SecondRow);
        live.Control.Received(1).SetEvents("block:block_rq_issue", true);
        live.Type("0");
        live.Control.DidNotReceive().SetEvents("block:block_rq_issue", false);
    }

    [Fact]
    public void QuickWalkWhileTheKernelIsSlow_EndsWhereTheOperatorEnds()
    {
        using LiveScreen live = NothingOn();
        var slow = new TaskCompletionSource<ControlOutcome>();
        TracingState state = LiveScreen.Nothing;
        live.Control.State.Returns(_ => state);
        live.Control.Configure().SetSystemCalls(true).Returns(slow.Task);
        live.Control.Configure().SetSystemCalls(false).Returns(_ =>
        {
            state = LiveScreen.Nothing;
            return Task.FromResult(new ControlOutcome(true, "off"));
        });
        live.Type("2").Type("3").Type("2").Type("1");
        Assert.Contains("turning on system calls...", live.SecondRow);
        state = LiveScreen.Nothing with { SystemCallsOn = true };
        slow.SetResult(new ControlOutcome(true, "on"));
        Assert.True(SpinWait.SpinUntil(() => Settled(live).SecondRow == "off", TimeSpan.FromSeconds(10)));
        live.Control.Received(1).SetSystemCalls(true);
        live.Control.Received(1).SetSystemCalls(false);
        Assert.False(state.SystemCallsOn);
    }

    private static LiveScreen Settled(LiveScreen live)
    {
        live.Terminal.Settle();
        return live;
    }
}
