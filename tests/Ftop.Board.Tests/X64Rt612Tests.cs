namespace Ftop.Board.Tests;

/// <summary>x86-64 with a PREEMPT_RT kernel, which has the latency tracers.</summary>
[Collection(typeof(X64Rt612Tests.Machine))]
public sealed class X64Rt612Tests(X64Rt612Tests.Machine board) : KernelTests(board)
{
    protected override string Kernel => "6.12.";

    protected override string[] Tracers => ["function", "function_graph", "wakeup", "wakeup_rt", "wakeup_dl", "hwlat", "osnoise", "timerlat", "nop"];

    /// <summary>The worst wake-up is in a buffer that no raw page shows; the kernel's text of it travels along.</summary>
    [Theory]
    [InlineData("record -q -o /tmp/l -p wakeup_rt sleep 1")]
    [InlineData("capture /tmp/l -t wakeup_rt -- sleep 1")]
    public async Task LatencyTracer_LeavesWhatItFound(string command)
    {
        string before = await State();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, (await Board.Run($"{Board.Ftop} {command} 2>/dev/null")).Status);
            string report = (await Board.Run($"{Board.Ftop} report /tmp/l; rm -r /tmp/l")).Output;
            Assert.StartsWith("# tracer: wakeup_rt\n", report, StringComparison.Ordinal);
            Assert.Matches(@"# latency: [1-9]\d* us, #\d+/\d+, CPU#", report);
            Assert.Matches(@"\| task: \S+-\d+ \(uid:0 nice:0 policy:1 rt_prio:\d+\)", report);
        }

        Assert.Equal(before, await State());
    }

    /// <summary>Booted once for all classes of this collection.</summary>
    [CollectionDefinition]
    public sealed class Machine() : Board("x86-64-6.12-rt", "ftop", "linux-x64"), ICollectionFixture<Machine>;
}
