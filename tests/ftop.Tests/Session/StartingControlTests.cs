using Ftop.Output;
using Ftop.Session;
using Ftop.Tui;

namespace Ftop.Tests.Session;

public sealed class StartingControlTests
{
    private static readonly TracingState AtFirst = new()
    {
        Tracer = "nop",
        Events = [],
        Pids = [7],
        FunctionFilter = "",
        SystemCallsOn = true,
        Delay = TimeSpan.FromSeconds(1),
        BufferSizeKb = 0,
        BufferFillPercent = 0,
    };

    [Fact]
    public void EveryMember_IsHandedOver_NoneIsTheInterfacesOwn() => Assert.All(
        typeof(StartingControl).GetInterfaceMap(typeof(ITracingControl)).TargetMethods,
        method => Assert.Equal(typeof(StartingControl), method.DeclaringType));

    [Fact]
    public async Task Changes_WaitForTheTrace_AndFailWithIt()
    {
        var session = new TaskCompletionSource<LiveSession>();
        var control = new StartingControl(session.Task, AtFirst);
        Task<ControlOutcome> change = control.SetSystemCalls(false);
        control.SetDelay(TimeSpan.FromSeconds(2));
        Assert.False(change.IsCompleted);
        Assert.Equal((TimeSpan.FromSeconds(2), true), (control.State.Delay, control.State.SystemCallsOn));
        session.SetException(new RefusalException(ExitCode.NotPermitted, "tracefs: not permitted"));
        Assert.Equal(new ControlOutcome(false, "tracefs: not permitted"), await change);
        Assert.Equal(7, Assert.Single(control.State.Pids));
    }
}
