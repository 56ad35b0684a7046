using System.Globalization;
using System.Text.Json;

namespace Ftop.EndToEnd.Tests;

/// <summary>Views of the catalogue against numbers that come from elsewhere: programs that do something a known number of times, and what the kernel counts itself.</summary>
[Collection(nameof(Alone))]
public sealed class MeasuredTests : IDisposable
{
    private const int Sleeps = 20;
    private const int Pages = 5000;
    private const int Packets = 300;

    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-measured").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Timers_ExpireOnceForEachSleep()
    {
        Requirements.Tracefs();
        List<Row> rows = await Run("timers", ["sh", "-c", $"for i in $(seq {Sleeps}); do sleep 0.01; done"], allTasks: true);
        Assert.InRange(Sum(rows, row => row.Name == "hrtimer_wakeup"), Sleeps, 100_000);
        Assert.All(rows.Where(row => row.MaxNs is not null), row => Assert.InRange(row.MaxNs!.Value, 0, 1_000_000_000));
    }

    [Fact]
    public async Task OffCpu_IsAsLongAsTheTaskSlept()
    {
        Requirements.Tracefs();
        List<Row> rows = await Run("offcpu", ["sh", "-c", $"for i in $(seq {Sleeps}); do sleep 0.02; done"]);
        Assert.Contains(rows, row => row.Name.StartsWith("sleep", StringComparison.Ordinal) && row.State == "S" && row.MaxNs is >= 20_000_000 and < 2_000_000_000);

        // Some kernels (6.18) trace no switch now and then where a CPU leaves idle.
        Assert.InRange(rows.Count(row => row.Name == "sleep" && row.State == "S" && row.MaxNs >= 20_000_000), Sleeps / 4, Sleeps);
    }

    [Fact]
    public async Task Faults_AreThePagesThatAProgramTouches()
    {
        Requirements.Tracefs();
        Requirements.Program("python3");
        string touch = $"import mmap; m=mmap.mmap(-1,{Pages}*4096); m.madvise(15); [m.__setitem__(i*4096,1) for i in range({Pages})]"; // 15: MADV_NOHUGEPAGE
        List<Row> rows = await Run("faults", ["python3", "-c", touch]);
        long user = Sum(rows, row => row.State == "user");
        List<Row> without = await Run("faults", ["python3", "-c", "import mmap"]);
        Assert.InRange(user - Sum(without, row => row.State == "user"), Pages - 200, Pages + 500); // the start of the program has some more or fewer
    }

    [Fact]
    public async Task NetworkPackets_AreThoseThatTheDeviceCounts()
    {
        Requirements.Tracefs();
        Requirements.Program("ip");
        Requirements.Program("python3");
        string name = $"ftop{Environment.ProcessId % 100000}";
        string send = "import socket; s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); r=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); r.bind(('127.0.0.1',9999)); "
            + $"[(s.sendto(b'x'*100,('127.0.0.1',9999)), r.recv(200)) for i in range({Packets})]";
        string script = $"ip link set lo name {name} && ip link set {name} up && python3 -c \"{send}\" && cat /proc/net/dev > {_directory}/dev";
        List<Row> rows = await Run("net", ["unshare", "-n", "sh", "-c", script], allTasks: true);
        long[] counted = [.. File.ReadAllLines($"{_directory}/dev").Single(line => line.TrimStart().StartsWith(name, StringComparison.Ordinal))
            .Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
        Assert.Equal(Packets, counted[1]);
        Assert.Equal(counted[1], Sum(rows, row => row.Name == name && row.State == "rx"));
        Assert.Equal(counted[9], Sum(rows, row => row.Name == name && row.State == "tx"));
    }

    [Fact]
    public async Task Memory_IsWhatAProgramMakesTheKernelAllocate()
    {
        Requirements.Tracefs();
        Requirements.Program("python3");
        List<Row> rows = await Run("memory", ["python3", "-c", "import os; p=[os.pipe() for i in range(100)]; [(os.close(a),os.close(b)) for a,b in p]"]);
        Assert.InRange(Sum(rows, row => row.Name.Contains("alloc_pipe_info", StringComparison.Ordinal)), 100, 10_000);
    }

    [Fact]
    public async Task Replay_InManyWindows_HasTheRowsOfOne()
    {
        Requirements.Tracefs();
        const string Views = "softirqs,timers,offcpu,wakeups,faults";
        string recording = Path.Combine(_directory, "trace.dat");
        string[] program = ["sh", "-c", "for i in 1 2 3 4 5 6; do sleep 0.03; done"];
        using RunningProgram record = RunningProgram.StartFtop(
            ["record", "-q", "-e", "irq,timer,sched:sched_switch,sched:sched_waking,sched:sched_wakeup_new,exceptions", "-o", recording, .. program]);
        Assert.Equal(0, await record.WaitForExit());
        string[] whole = await Replay(recording, Views);
        string[] parts = await Replay(recording, Views, "-d", "0.05");
        Assert.Single(whole);
        Assert.InRange(parts.Length, 2, 1000);
        foreach (string view in Views.Split(','))
        {
            Dictionary<string, long> all = Counts(whole, view);
            Assert.NotEmpty(all);
            Assert.Equal(all.OrderBy(row => row.Key, StringComparer.Ordinal), Counts(parts, view).OrderBy(row => row.Key, StringComparer.Ordinal));
        }
    }

    private static async Task<string[]> Replay(string recording, string views, params string[] more)
    {
        using RunningProgram replay = RunningProgram.Start(Repository.Ftop, ["replay", "-b", "--json", "--views", views, .. more, recording]);
        return (await replay.ReadToEnd()).TrimEnd().Split('\n');
    }

    private static Dictionary<string, long> Counts(string[] windows, string view)
    {
        var counts = new Dictionary<string, long>();
        foreach (Row row in windows.SelectMany(window => Rows(window, view)))
        {
            if (row.Count > 0)
            {
                counts[row.Key] = counts.GetValueOrDefault(row.Key) + row.Count;
            }
        }

        return counts;
    }

    // Of all tasks: what the program makes interrupts and others do.
    private static async Task<List<Row>> Run(string view, string[] command, bool allTasks = false)
    {
        string[] options = ["-b", "--json", "-d", "0.5", "--views", view];
        var rows = new List<Row>();
        if (!allTasks)
        {
            using RunningProgram followed = RunningProgram.StartFtop([.. options, "--", .. command]);
            string output = await followed.ReadToEnd();
            Assert.True(await followed.WaitForExit() == 0, followed.Errors);
            rows.AddRange(output.TrimEnd().Split('\n').SelectMany(line => Rows(line, view)));
            return rows;
        }

        using RunningProgram ftop = RunningProgram.StartFtop(options);
        rows.AddRange(Rows((await ftop.ReadLine())!, view));
        using RunningProgram program = RunningProgram.Start(command[0], command[1..]);
        Assert.True(await program.WaitForExit() == 0, program.Errors);
        ftop.Signal(2);
        while (await ftop.ReadLine() is string line)
        {
            rows.AddRange(Rows(line, view));
        }

        return rows;
    }

    private static long Sum(IEnumerable<Row> rows, Func<Row, bool> isMeant) => rows.Where(isMeant).Sum(row => row.Count);

    private static IEnumerable<Row> Rows(string line, string view)
    {
        using var window = JsonDocument.Parse(line);
        JsonElement total = window.RootElement.GetProperty("total");
        Assert.Equal(0, total.GetProperty("missed").GetInt64() + total.GetProperty("overrun").GetInt64());
        foreach (JsonElement row in window.RootElement.GetProperty("views").GetProperty(view).GetProperty("rows").EnumerateArray())
        {
            JsonElement key = row.GetProperty("key");
            string name = Text(key, "comm") ?? Text(key, "name") ?? Text(key, "dev") ?? Text(key, "caller") ?? Text(key, "function") ?? "";
            string state = Text(key, "state") ?? Text(key, "mode") ?? Text(key, "dir") ?? "";
            yield return new Row(key.GetRawText(), name, state, row.GetProperty("count").GetInt64(), row.TryGetProperty("maxNs", out JsonElement max) ? max.GetInt64() : null);
        }
    }

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private sealed record Row(string Key, string Name, string State, long Count, long? MaxNs);
}
