using System.Globalization;

namespace Ftop.EndToEnd.Tests;

[Collection(nameof(Alone))]
public sealed class IdleTests
{
    private const double ClockTicksPerSec = 100; // sysconf(_SC_CLK_TCK), the same on every architecture

    [Fact]
    public async Task NothingTraced_CostsAtMostAHundredthOfACoreAndFiveWakeUps()
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        string pidPath = Path.GetTempFileName();
        // Without tiers: where the program is not compiled ahead of time, compiling it anew in the background is not its own cost.
        using var screen = new Tmux($"DOTNET_TieredCompilation=0 sh -c 'echo $$ >{pidPath}; exec unshare -m {Repository.Ftop} -t nop -d 1'", 80, 24);
        await screen.WaitFor("0 events/s");
        int pid = int.Parse(await File.ReadAllTextAsync(pidPath, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        File.Delete(pidPath);
        await Task.Delay(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken); // what a start leaves to be done

        long begin = TimeProvider.System.GetTimestamp();
        (double cpuSec, long wakeUps) = (CpuSec(pid), WakeUps(pid));
        await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        (cpuSec, wakeUps) = (CpuSec(pid) - cpuSec, WakeUps(pid) - wakeUps);
        double sec = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine($"{100 * cpuSec / sec:F2} % of a core, {wakeUps / sec:F1} wake-ups/s");
        Assert.InRange(100 * cpuSec / sec, 0, 1);
        Assert.InRange(wakeUps / sec, 0, 5);
        screen.Keys("q");
        await screen.WaitFor("EXIT=0");
    }

    // utime and stime, fields 14 and 15 of /proc/PID/stat; the comm may hold blanks.
    private static double CpuSec(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / ClockTicksPerSec;
    }

    private static long WakeUps(int pid) => Directory.GetDirectories($"/proc/{pid}/task").Sum(thread => File.ReadLines($"{thread}/status")
        .Where(line => line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture)));
}
