namespace Ftop.EndToEnd.Tests;

[Collection(nameof(Alone))]
public sealed class BatchTests
{
    private const int SigInt = 2;

    [Theory]
    [InlineData(1_000, 1_000)]
    [InlineData(100_000, 100_000)]
    [InlineData(1_000_000, 500_000)]
    [InlineData(5_000_000, 0)]
    [InlineData(20_000_000, 0)]
    public async Task Json_ReportsExactlyTheCallsOfAPid(long count, long rate)
    {
        Requirements.Tracefs();
        using RunningProgram workload = RunningProgram.Start(Repository.Workload, $"{count}", $"{rate}");
        string pid = (await workload.ReadLine())!;
        // A virtual machine's processor may stop for longer than the usual buffer lasts at full speed.
        string[] size = rate == 0 ? ["--buffer-size", "131072"] : [];
        using RunningProgram ftop = RunningProgram.StartFtop(["-b", "--json", "-d", "0.5", "-p", pid, .. size]);
        var sums = new BatchSums();
        Assert.True(sums.Add(await ftop.ReadLine()), ftop.Errors);

        workload.WriteLine("go");
        string said = (await workload.ReadLine())!;
        Assert.Equal(0, await workload.WaitForExit());
        sums.Add(await ftop.ReadLine());
        sums.Add(await ftop.ReadLine());
        ftop.Signal(SigInt);
        await sums.AddAll(ftop);

        Assert.Equal(128 + SigInt, await ftop.WaitForExit());
        Assert.Equal("", ftop.Errors.Trim());
        Assert.Equal(0, sums.Lost);
        Assert.Equal(count, sums.CallsOf("getppid"));
        double spentNs = double.Parse(said.Split(' ')[3]) * 1e9;
        Assert.InRange(sums.MedianNs("getppid"), 20, rate == 0 ? 2 * spentNs / count : 1e6);
    }

    [Theory]
    [InlineData("tracing_on", "0", "tracing was switched off by somebody else")]
    [InlineData("set_event", "", "all events were switched off by somebody else")]
    [InlineData("events/sched/sched_switch/filter", "prev_pid == 1", "the filter of sched:sched_switch was changed by somebody else: prev_pid == 1")]
    public async Task Json_SaysWithinTwoWindowsWhatOthersChanged_AndLeavesIt(string file, string text, string expected)
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-d", "0.5", "-e", "sched");
        Assert.DoesNotContain("notices", await ftop.ReadLine(), StringComparison.Ordinal);
        string path = $"/proc/{ftop.Pid}/root/sys/kernel/tracing/instances/ftop-{ftop.Pid}/{file}";
        using RunningProgram somebody = RunningProgram.Start("/bin/sh", "-c", $"echo '{text}' >{path}");
        Assert.Equal(0, await somebody.WaitForExit());
        string? said = null;
        for (int window = 0; window < 3 && said?.Contains("notices", StringComparison.Ordinal) != true; window++)
        {
            said = await ftop.ReadLine(); // the first may have ended before
        }

        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(path).Trim());
        ftop.Signal(SigInt);
        await ftop.ReadToEnd();
        Assert.Equal(128 + SigInt, await ftop.WaitForExit());
    }

    [Fact]
    public async Task Json_FollowsACommandAndItsChildren()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop(
            "-b", "--json", "--", "setsid", "--fork", "--wait", Repository.Workload, "80000", "0", "go");
        var sums = new BatchSums();
        await sums.AddAll(ftop);

        Assert.Equal(0, await ftop.WaitForExit());
        Assert.Equal(0, sums.Lost);
        Assert.Equal(80_000, sums.CallsOf("getppid"));
    }

    [Fact]
    public async Task Command_PassesItsExitStatusOn()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--", "/bin/sh", "-c", "echo said; exit 7");
        Assert.DoesNotContain("said\n", (await ftop.ReadToEnd())[..4], StringComparison.Ordinal);
        Assert.Equal(7, await ftop.WaitForExit());
        Assert.Contains("said", ftop.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Iterations_EndTheRunWithStatus0()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "-n", "2", "-d", "0.2");
        string text = await ftop.ReadToEnd();
        Assert.Equal(0, await ftop.WaitForExit());
        Assert.DoesNotContain('\x1b', text);
        Assert.Contains("CPU", text, StringComparison.Ordinal);
    }
}
