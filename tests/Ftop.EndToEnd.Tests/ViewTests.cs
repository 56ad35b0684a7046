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
    public async Task SoftirqsAndHandlers_AreWhatTheKernelCounts_ByVectorAndLine()
    {
        Requirements.Tracefs();
        Dictionary<string, long> beforeStart = KernelCounts();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-d", "0.5", "--views", "softirqs,handlers");
        var sums = new Dictionary<string, long>();
        AddBoth(await ftop.ReadLine());
        Dictionary<string, long> started = KernelCounts();
        for (int window = 0; window < 6; window++)
        {
            AddBoth(await ftop.ReadLine());
        }

        Dictionary<string, long> beforeEnd = KernelCounts();
        ftop.Signal(SigInt);
        while (await ftop.ReadLine() is string line)
        {
            AddBoth(line);
        }

        Dictionary<string, long> ended = KernelCounts();
        Assert.NotEmpty(sums);
        Assert.All(ended.Keys, vector => Assert.InRange(
            sums.GetValueOrDefault(vector), beforeEnd[vector] - started[vector], ended[vector] - beforeStart[vector]));

        void AddBoth(string? line)
        {
            Add(sums, line, "softirqs");
            Add(sums, line, "handlers", "irq");
        }
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

    // HI:  1  2 …, and 16:  1  2 …  chip name: over all CPUs. A line that handlers share counts once, and has an event for each of them.
    private static Dictionary<string, long> KernelCounts() => File.ReadAllLines("/proc/softirqs").Skip(1)
        .Concat(File.ReadAllLines("/proc/interrupts").Skip(1).Where(line => char.IsAsciiDigit(line.TrimStart()[0]) && !line.Contains(", ", StringComparison.Ordinal)))
        .Select(line => line.Split(':', 2))
        .ToDictionary(
            parts => parts[0].Trim(),
            parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(Environment.ProcessorCount).Sum(number => long.Parse(number, CultureInfo.InvariantCulture)));
}
