using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Tests;

public sealed class RemedyTests
{
    [Theory]
    [InlineData("/t/current_tracer", ErrnoNumber.AccessDenied, 1000u, null, TracefsFailure.NotPermitted, "run as root")]
    [InlineData("/t/current_tracer", ErrnoNumber.NotPermitted, 0u, null, TracefsFailure.NotPermitted, "refuses this tracer even to root: it is locked down")]
    [InlineData("/t/set_ftrace_filter", ErrnoNumber.NotPermitted, 0u, "confidentiality", TracefsFailure.NotPermitted, "locked down (confidentiality) and refuses function filters")]
    [InlineData("/t/per_cpu/cpu0/trace_pipe_raw", ErrnoNumber.Busy, 0u, null, TracefsFailure.Busy, "stop the other reader")]
    [InlineData("/t/per_cpu/cpu0/trace_pipe_raw", ErrnoNumber.NoDevice, 0u, null, TracefsFailure.Failed, "never been online")]
    [InlineData("/t/events/sched/x/enable", ErrnoNumber.NoDevice, 0u, null, TracefsFailure.Failed, "the event is gone")]
    [InlineData("/t/instances/gone/events/sched/x/enable", ErrnoNumber.NoDevice, 0u, null, TracefsFailure.Failed, "the instance was removed")]
    [InlineData("/t/instances/gone/tracing_on", ErrnoNumber.NoEntry, 0u, null, TracefsFailure.Failed, "the instance was removed")]
    [InlineData("/t/tracing_on", ErrnoNumber.NoDevice, 0u, null, TracefsFailure.Failed, "dmesg")]
    [InlineData("/t/set_ftrace_filter", ErrnoNumber.NoEntry, 0u, null, TracefsFailure.NotSupported, "CONFIG_DYNAMIC_FTRACE=y (Kernel hacking → Tracers →")]
    [InlineData("/t/buffer_size_kb", ErrnoNumber.NoMemory, 0u, null, TracefsFailure.Failed, "--buffer-size")]
    public void Of_SaysWhatToDo(string path, int errno, uint user, string? lockdown, TracefsFailure failure, string text)
    {
        (TracefsFailure kind, string said) = Remedy.Of(path, errno, user, lockdown);
        Assert.Equal(failure, kind);
        Assert.Contains(text, said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said);
    }

    [Fact]
    public void Message_HasOperationPathAndErrnoByName() =>
        Assert.Equal(
            "write 'function' /t/current_tracer: EBUSY: the remedy",
            new TracefsException("/t/current_tracer", "write 'function'", ErrnoNumber.Busy, TracefsFailure.Busy, "the remedy").Message);

    [Fact]
    public void TracerConfig_KnowsEveryTracerOfAKernel() =>
        Assert.All(
            ["nop", "function", "function_graph", "irqsoff", "preemptoff", "preemptirqsoff", "wakeup", "wakeup_rt", "wakeup_dl", "hwlat", "osnoise", "timerlat", "blk", "branch", "mmiotrace"],
            tracer => Assert.StartsWith("CONFIG_", TracerConfig.OfTracer(tracer)!.Value.Symbol, StringComparison.Ordinal));
}
