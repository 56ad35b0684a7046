using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ftop.EndToEnd.Tests;

/// <summary>The observer is not in the picture, and nothing else is missing from it: everything is traced, beside a program at full speed.</summary>
[Collection(nameof(Alone))]
public sealed partial class InvisibleTests : IDisposable
{
    private const int SigInt = 2;
    private const int Runs = 20;
    private const int Calls = 20_000;
    private const string RoomKb = "65536"; // for about half a second of dd at full speed

    // Hardly anybody else's: the calls of all tasks are counted.
    private const string Rare = "sched_rr_get_interval";
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-invisible").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task KnownCalls_AreCountedExactlyInEveryRun_AndOwnOnesNever()
    {
        Requirements.Tracefs();
        using RunningProgram load = RunningProgram.Start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-d", "0.3", "--buffer-size", RoomKb);
        var own = new HashSet<int> { ftop.Pid };
        Assert.Equal(0, Window.Parse(await ftop.ReadLine(), own).Own);
        for ((int run, int tries) = (0, 0); run < Runs; tries++)
        {
            Assert.True(tries < 2 * Runs, $"only {run} of {tries} runs without a loss that is told");
            own.UnionWith(ThreadsOf(ftop.Pid));
            Timespec interval = default;
            for (int i = 0; i < Calls; i++)
            {
                _ = SchedRrGetInterval(0, ref interval);
            }

            DateTimeOffset ended = DateTimeOffset.UtcNow;
            (long calls, long ownCalls, long lost, DateTimeOffset began) = (0, 0, 0, DateTimeOffset.MinValue);
            while (began <= ended)
            {
                Window window = Window.Parse(await ftop.ReadLine(), own);
                (calls, ownCalls, lost, began) = (calls + window.Rare, ownCalls + window.Own, lost + window.Lost, window.Began);
            }

            if (lost > 0) // a machine that was too busy, and ftop says so: calls may be missing, and none may be too many
            {
                Assert.InRange(calls, 0, Calls);
                Assert.Equal((run, 0), (run, ownCalls));
                continue;
            }

            Assert.Equal((run, Calls, 0), (run, calls, ownCalls));
            run++;
        }
    }

    /// <summary>There its threads are told by a name that it gives them.</summary>
    [Fact]
    public async Task InAPidNamespace_FtopMakesNoCallsInItsOwnTable()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.Start(
            "unshare", "-m", "-p", "-f", "--kill-child", "--mount-proc", "sh", "-c",
            "mount -t tmpfs none /run; mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing; "
                + $"exec {Repository.Ftop} -b --json -n 3 -d 0.4 -e raw_syscalls");
        string text = await ftop.ReadToEnd();
        Assert.True(await ftop.WaitForExit() == 0, ftop.Errors);
        foreach (string line in text.TrimEnd().Split('\n'))
        {
            using var window = JsonDocument.Parse(line);
            Assert.DoesNotContain(window.RootElement.GetProperty("processes").EnumerateArray(), task =>
                OwnName().IsMatch(task.GetProperty("comm").GetString() ?? "") && task.GetProperty("syscalls").GetInt64() > 0);
        }
    }

    [GeneratedRegex("^ftop[0-9a-f]{8}")]
    private static partial Regex OwnName();

    /// <summary>What hits ftop's own threads is counted: the sums lie between what the kernel counted in a shorter and in a longer time.</summary>
    [Fact]
    public async Task InterruptsAndSwitches_AreWhatTheKernelCounts()
    {
        Requirements.Tracefs();
        using RunningProgram load = RunningProgram.Start("dd", "if=/dev/zero", "of=/dev/null", "bs=1");
        for (int tries = 0; !await CountsAreTheKernels(); tries++)
        {
            Assert.True(tries < 3, "no run without a loss");
        }
    }

    /// <returns>False where events were lost, and ftop said so.</returns>
    private static async Task<bool> CountsAreTheKernels()
    {
        KernelCounts beforeStart = KernelCounts.Read();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-d", "0.5", "--buffer-size", RoomKb);
        var sums = new Dictionary<string, long>();
        Add(sums, (await ftop.ReadLine())!);
        KernelCounts started = KernelCounts.Read();
        for (int window = 0; window < 20; window++)
        {
            Add(sums, (await ftop.ReadLine())!);
        }

        KernelCounts beforeEnd = KernelCounts.Read();
        ftop.Signal(SigInt);
        while (await ftop.ReadLine() is string line)
        {
            Add(sums, line);
        }

        KernelCounts ended = KernelCounts.Read();
        if (sums["lost"] > 0)
        {
            return false;
        }

        // Some kernels (6.18 on a virtual machine) trace no switch out of idle now and then, which ftop says from 5 % on; on boards it is exact.
        double least = sums.GetValueOrDefault("said") > 0 ? 0 : 0.95;
        Assert.InRange(sums["sched_switch"], (long)((beforeEnd.Switches - started.Switches) * least), ended.Switches - beforeStart.Switches);
        Assert.InRange(sums["softirq_entry"], beforeEnd.Softirqs - started.Softirqs, ended.Softirqs - beforeStart.Softirqs);
        if (!ended.HasSharedLines) // each of their handlers has an event of its own
        {
            Assert.InRange(sums.GetValueOrDefault("irq_handler_entry"), beforeEnd.Interrupts - started.Interrupts, ended.Interrupts - beforeStart.Interrupts);
        }

        return true;
    }

    /// <summary>Raw pages have nothing of ftop's either, from the first event to the last.</summary>
    [Theory]
    [InlineData("record", "record", "-q", "-e", "raw_syscalls", "-o", "OUT")]
    [InlineData("capture", "capture", "-e", "raw_syscalls", "OUT")]
    public async Task Recordings_HoldNoCallOfItsOwn(string what, params string[] arguments)
    {
        Requirements.Tracefs();
        string output = Path.Combine(_directory, what);
        using RunningProgram ftop = StartWithoutTiers([.. arguments.Select(argument => argument == "OUT" ? output : argument)]);
        string on = $"/proc/{ftop.Pid}/root/sys/kernel/tracing/instances/ftop-{ftop.Pid}/tracing_on";
        for (int waited = 0; waited < 300 && !(File.Exists(on) && File.ReadAllText(on).Trim() == "1"); waited++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken); // a signal before would leave nothing
        }

        var own = new HashSet<int> { ftop.Pid };
        for (int i = 0; i < 20; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            own.UnionWith(ThreadsOf(ftop.Pid));
        }

        ftop.Signal(SigInt);
        Assert.Equal(0, await ftop.WaitForExit());
        await AssertHasOthersAlone(output, own);
    }

    [Fact]
    public async Task SavedPast_HoldsNoCallOfItsOwn()
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        string start = $"echo $$ >pid; exec env DOTNET_TieredCompilation=0 {Repository.Ftop} -d 0.5 -e raw_syscalls";
        using var screen = new Tmux($"unshare -m --wd {_directory} sh -c '{start}'", 100, 24);
        await screen.WaitFor("  on: syscalls");
        int pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(_directory, "pid"), TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        HashSet<int> own = [.. ThreadsOf(pid)];
        screen.Keys("R");
        await screen.WaitFor("the past is in");
        own.UnionWith(ThreadsOf(pid));
        screen.Keys("q");
        await screen.WaitFor("EXIT=0");
        await AssertHasOthersAlone(Path.Combine(_directory, "trace.dat"), own);
    }

    // The runtime's compiler has a thread that comes and goes; what is shipped has none.
    private static RunningProgram StartWithoutTiers(params string[] arguments) =>
        RunningProgram.Start("unshare", ["-m", "env", "DOTNET_TieredCompilation=0", Repository.Ftop, .. arguments]);

    private static async Task AssertHasOthersAlone(string recording, HashSet<int> own)
    {
        using RunningProgram report = RunningProgram.Start(Repository.Ftop, "report", recording);
        HashSet<int> pids = [.. PidOfLine().Matches(await report.ReadToEnd()).Select(match => int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture))];
        Assert.NotEmpty(pids);
        Assert.Equal([], pids.Intersect(own));
    }

    private static IEnumerable<int> ThreadsOf(int pid) => Directory.Exists($"/proc/{pid}/task")
        ? Directory.GetDirectories($"/proc/{pid}/task").Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
        : [];

    private static void Add(Dictionary<string, long> sums, string line)
    {
        using var window = JsonDocument.Parse(line);
        Add(sums, "lost", Lost(window.RootElement.GetProperty("total")));
        if (window.RootElement.TryGetProperty("notices", out JsonElement notices))
        {
            Add(sums, "said", notices.EnumerateArray().Count(notice => notice.GetString()!.StartsWith("this kernel traced ", StringComparison.Ordinal)));
        }

        foreach (JsonElement row in window.RootElement.GetProperty("byEvent").EnumerateArray())
        {
            Add(sums, row.GetProperty("name").GetString()!, row.GetProperty("count").GetInt64());
        }
    }

    private static long Lost(JsonElement total) =>
        total.GetProperty("missed").GetInt64() + total.GetProperty("overrun").GetInt64() + total.GetProperty("dropped").GetInt64();

    private static void Add(Dictionary<string, long> sums, string name, long count) => sums[name] = sums.GetValueOrDefault(name) + count;

    [GeneratedRegex(@"^.*-(?<pid>[0-9]+) +\[[0-9]+\] .* sys_", RegexOptions.Multiline)]
    private static partial Regex PidOfLine();

    [LibraryImport("libc", EntryPoint = "sched_rr_get_interval")]
    private static partial int SchedRrGetInterval(int pid, ref Timespec interval);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    private sealed record Window(long Rare, long Own, long Lost, DateTimeOffset Began)
    {
        public static Window Parse(string? line, HashSet<int> own)
        {
            using var window = JsonDocument.Parse(line!);
            long rare = window.RootElement.GetProperty("syscalls").EnumerateArray()
                .Where(call => call.GetProperty("name").GetString() == InvisibleTests.Rare).Sum(call => call.GetProperty("count").GetInt64());
            long ownCalls = window.RootElement.GetProperty("processes").EnumerateArray()
                .Where(process => own.Contains(process.GetProperty("pid").GetInt32())).Sum(process => process.GetProperty("syscalls").GetInt64());
            double sec = window.RootElement.GetProperty("windowSec").GetDouble();
            return new Window(rare, ownCalls, InvisibleTests.Lost(window.RootElement.GetProperty("total")), window.RootElement.GetProperty("time").GetDateTimeOffset() - TimeSpan.FromSeconds(sec));
        }
    }

    /// <summary><c>ctxt</c> of /proc/stat, and all of /proc/softirqs and of the numbered lines of /proc/interrupts, over all CPUs.</summary>
    private sealed record KernelCounts(long Switches, long Softirqs, long Interrupts, bool HasSharedLines)
    {
        public static KernelCounts Read()
        {
            string[] lines = [.. File.ReadAllLines("/proc/interrupts").Skip(1).Where(line => char.IsAsciiDigit(line.TrimStart()[0]))];
            string switches = File.ReadLines("/proc/stat").First(line => line.StartsWith("ctxt ", StringComparison.Ordinal));
            return new KernelCounts(
                long.Parse(switches.Split(' ')[1], CultureInfo.InvariantCulture),
                File.ReadAllLines("/proc/softirqs").Skip(1).Sum(Counts),
                lines.Sum(Counts),
                lines.Any(line => line.Contains(", ", StringComparison.Ordinal)));
        }

        private static long Counts(string line) => line.Split(':', 2)[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(word => word.All(char.IsAsciiDigit)).Take(Environment.ProcessorCount).Sum(word => long.Parse(word, CultureInfo.InvariantCulture));
    }
}
