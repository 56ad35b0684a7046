using System.Globalization;
using System.Text.RegularExpressions;

namespace Ftop.EndToEnd.Tests;

/// <summary>Latencies beside those of strace, which stops the program at each call: what it sees of a call is the call and its own cost.</summary>
[Collection(nameof(Alone))]
public sealed partial class LatencyTests
{
    private const double MsNs = 1e6;

    // 20,000 getppid, and a pause of 5 ms in poll(2) after each 20.
    private static readonly string[] Workload = [Repository.Workload, "20000", "4000", "go"];

    [Fact]
    public async Task LatenciesAreThoseThatStraceSeesWithoutItsCost()
    {
        Requirements.Tracefs();
        Requirements.Program("strace");
        using RunningProgram ftop = RunningProgram.StartFtop(["-b", "--json", "-e", "raw_syscalls", "--", .. Workload]);
        var sums = new BatchSums();
        await sums.AddAll(ftop);
        Assert.Equal(0, await ftop.WaitForExit());
        Assert.Equal(20_000, sums.CallsOf("getppid"));
        string pause = sums.CallsOf("poll") > 0 ? "poll" : "ppoll";

        string path = Path.GetTempFileName();
        using RunningProgram strace = RunningProgram.Start("strace", ["-f", "-c", "-w", "-e", $"trace={pause},getppid", "-o", path, .. Workload]);
        await strace.ReadToEnd();
        Assert.Equal(0, await strace.WaitForExit());
        string table = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);

        Assert.InRange(sums.MedianNs(pause), 5 * MsNs, 8 * MsNs);
        Assert.InRange(MeanNs(table, pause), 5 * MsNs, 50 * MsNs); // late wake-ups of a busy machine weigh on a mean, and strace is late as well
        Assert.True(sums.MaxNs(pause) >= sums.MedianNs(pause));
        Assert.InRange(sums.MedianNs("getppid"), 20, MeanNs(table, "getppid") / 2);
    }

    // % time     seconds  usecs/call     calls    errors syscall
    //  99.00    5.123456        5123      1000           poll
    private static double MeanNs(string table, string name)
    {
        Match row = Row().Matches(table).Single(match => match.Groups["name"].Value == name);
        return double.Parse(row.Groups["sec"].Value, CultureInfo.InvariantCulture) * 1e9 / long.Parse(row.Groups["calls"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^ *[\d.]+ +(?<sec>[\d.]+) +\d+ +(?<calls>\d+) +(?:\d+ +)?(?<name>\w+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
