namespace Ftop.Board.Tests;

/// <summary>x86-64 with a PREEMPT_RT kernel, which has the latency tracers.</summary>
public sealed class X64Rt612Tests(X64Rt612Tests.Machine board) : BoardTests(board), IClassFixture<X64Rt612Tests.Machine>
{
    protected override string Kernel => "6.12.";

    protected override string[] Tracers => ["function", "function_graph", "wakeup", "wakeup_rt", "wakeup_dl", "hwlat", "osnoise", "timerlat", "nop"];

    public sealed class Machine() : Board("x86-64-6.12-rt", "ftop", "linux-x64");
}
