namespace Ftop.Board.Tests;

public abstract partial class BoardTests
{
    /// <summary>A CPU goes and comes back under a live screen and a batch: both count on, and the batch as the kernel does.</summary>
    [Fact]
    public async Task CpuOfflineAndBack_LosesNothing()
    {
        string before = await State();
        string mark = Board.Mark();
        Board.Enter($"outside {mark} count-check hotplug-cycle {Board.Ftop} -b --json -d 0.5 -e raw_syscalls:sys_exit & clear");
        await StartScreen("");
        Board.Press("3");
        CountCheck check = CountCheck.Parse((await Board.Receive(mark)).Output);
        check.AssertAgrees(EndedBySigTerm);
        long[] events = [.. check.EventsOfCpu1];
        int first = Array.FindIndex(events, count => count > 0);
        int gone = Array.FindIndex(events, first + 1, count => count == 0);
        Assert.True(first >= 0 && gone > first && events[gone..].Any(count => count > 0), $"CPU 1 in each window: {string.Join(' ', events)}");

        await Board.WaitFor(screen => IsLive(screen) && FirstColumn(screen) is ["0", "1", ..], "both CPUs");
        Board.Press("q");
        await Board.WaitForPrompt();
        await EndedWith(0);
        Assert.Equal(before, await State());
    }
}
