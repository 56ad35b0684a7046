using System.Globalization;
using System.Text.Json;

namespace Ftop.EndToEnd.Tests;

/// <summary>Views of the catalogue against what the kernel counts of the same, and a replay against the text of what was recorded.</summary>
[Collection(nameof(Alone))]
public sealed class ViewTests : IDisposable
{
    private const int SigInt = 2;
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-views").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Softirqs_AreWhatTheKernelCounts_ByVector()
    {
        Requirements.Tracefs();
        Dictionary<string, long> beforeStart = Softirqs();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-d", "0.5", "--views", "softirqs");
        var sums = new Dictionary<string, long>();
        Add(sums, await ftop.ReadLine(), "softirqs");
        Dictionary<string, long> started = Softirqs();
        for (int window = 0; window < 6; window++)
        {
            Add(sums, await ftop.ReadLine(), "softirqs");
        }

        Dictionary<string, long> beforeEnd = Softirqs();
        ftop.Signal(SigInt);
        while (await ftop.ReadLine() is string line)
        {
            Add(sums, line, "softirqs");
        }

        Dictionary<string, long> ended = Softirqs();
        Assert.NotEmpty(sums);
        Assert.All(ended.Keys, vector => Assert.InRange(
            sums.GetValueOrDefault(vector), beforeEnd[vector] - started[vector], ended[vector] - beforeStart[vector]));
    }

    [Fact]
    public async Task Recording_ReplayedHasTheRowsThatItsTextHas()
    {
        Requirements.Tracefs();
        string recording = Path.Combine(_directory, "trace.dat");
        using RunningProgram record = RunningProgram.StartFtop(
            "record", "-q", "-e", "sched:sched_switch,sched:sched_waking,sched:sched_wakeup_new,irq", "-o", recording, "sh", "-c", "for i in 1 2 3 4 5 6 7 8; do sleep 0.05; done");
        Assert.Equal(0, await record.WaitForExit());
        using RunningProgram replay = RunningProgram.Start(Repository.Ftop, "replay", "-b", "--json", "--views", "softirqs,wakeups", recording);
        string json = await replay.ReadToEnd();
        using RunningProgram report = RunningProgram.Start(Repository.Ftop, "report", recording);
        string[] lines = (await report.ReadToEnd()).Split('\n');

        var softirqs = new Dictionary<string, long>();
        var runs = new Dictionary<string, long>();
        foreach (string line in json.TrimEnd().Split('\n'))
        {
            Add(softirqs, line, "softirqs");
            Add(runs, line, "wakeups", "pid");
        }

        Assert.Equal(Count(lines, "softirq_entry: ", "[action=", "]"), softirqs.OrderBy(row => row.Key, StringComparer.Ordinal));
        Assert.Equal(Count(lines, "sched_switch: ", "next_pid=", " ").Where(row => row.Key != "0"), runs.OrderBy(row => row.Key, StringComparer.Ordinal));
    }

    private static IEnumerable<KeyValuePair<string, long>> Count(string[] lines, string name, string from, string to) => lines
        .Where(line => line.Contains(name, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(from, StringComparison.Ordinal) + from.Length)..].Split(to)[0])
        .GroupBy(key => key)
        .Select(group => KeyValuePair.Create(group.Key, (long)group.Count()))
        .OrderBy(row => row.Key, StringComparer.Ordinal);

    private static void Add(Dictionary<string, long> sums, string? line, string view, string key = "name")
    {
        using var window = JsonDocument.Parse(line!);
        JsonElement total = window.RootElement.GetProperty("total");
        Assert.Equal(0, total.GetProperty("missed").GetInt64() + total.GetProperty("overrun").GetInt64());
        foreach (JsonElement row in window.RootElement.GetProperty("views").GetProperty(view).GetProperty("rows").EnumerateArray())
        {
            string name = row.GetProperty("key").GetProperty(key).ToString();
            long count = row.GetProperty("count").GetInt64();
            if (count > 0)
            {
                sums[name] = sums.GetValueOrDefault(name) + count;
            }
        }
    }

    // HI:  1  2 …, over all CPUs; the events call the two of networks and RCU as the file does.
    private static Dictionary<string, long> Softirqs() => File.ReadAllLines("/proc/softirqs").Skip(1)
        .Select(line => line.Split(':', 2))
        .ToDictionary(
            parts => parts[0].Trim(),
            parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Sum(number => long.Parse(number, CultureInfo.InvariantCulture)));
}
