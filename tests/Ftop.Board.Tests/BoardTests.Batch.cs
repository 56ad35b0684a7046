namespace Ftop.Board.Tests;

public abstract partial class BoardTests
{
    private const int Reads = 20_000;
    private const int EndedBySigTerm = 128 + 15;

    /// <summary>Each system call of a known number is counted once, and all events together are as many as the kernel says it handed out.</summary>
    [Theory]
    [InlineData("-e sched:sched_switch -e irq:*", "sched_switch", 1)]
    [InlineData("-e raw_syscalls:sys_exit", "sys_exit", 2 * Reads)]
    [InlineData("-t function -l vfs_*", "vfs_read", Reads)]
    [InlineData("-t function_graph -l vfs_*", "vfs_read", Reads)]
    public async Task Batch_CountsWhatTheKernelCounted(string tracing, string name, long least)
    {
        string before = await State();
        CountCheck check = await Count(tracing);
        check.AssertAgrees(EndedBySigTerm);
        Assert.InRange(check.ByName.GetValueOrDefault(name) + check.Lost, least, long.MaxValue);
        Assert.Equal(before, await State());
    }

    private async Task<CountCheck> Count(string tracing)
    {
        string command = $"dd if=/dev/zero of=/dev/null bs=1 count={Reads}";
        return CountCheck.Parse((await Board.Run($"count-check \"{command}\" {Board.Ftop} -b --json -d 0.5 {tracing}")).Output);
    }
}
