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
    private const int Contentions = 23;
    private const int HeldMs = 20;
    private const int Rings = 117;
    private const int SetUpRing = 425; // io_uring_setup, the same number on all machines

    // UFFDIO_API, UFFDIO_REGISTER for what is missing, and UFFDIO_ZEROPAGE, after which the first read goes on (include/uapi/linux/userfaultfd.h).
    private static readonly string HoldAMutex = $"""
        import ctypes, mmap, os, struct, fcntl, threading, time
        c = ctypes.CDLL(None)
        u = c.syscall(323, 0)
        fcntl.ioctl(u, 0xc018aa3f, struct.pack('QQQ', 0xaa, 0, 0))
        m = mmap.mmap(-1, {Contentions} * 4096)
        at = ctypes.addressof(ctypes.c_char.from_buffer(m))
        fcntl.ioctl(u, 0xc020aa00, struct.pack('QQQQ', at, {Contentions} * 4096, 1, 0))
        f = os.open('/proc/self/exe', os.O_RDONLY)
        other = ctypes.create_string_buffer(1)
        for i in range({Contentions}):
            holder = threading.Thread(target=c.read, args=(f, ctypes.c_void_p(at + i * 4096), 1))
            holder.start()
            os.read(u, 32)
            waiter = threading.Thread(target=c.read, args=(f, other, 1))
            waiter.start()
            time.sleep({HeldMs * 2} / 1000)
            fcntl.ioctl(u, 0xc020aa04, struct.pack('QQQq', at + i * 4096, 4096, 0, 0))
            holder.join()
            waiter.join()
        """;

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
        int timed = 0;
        for (int tries = 0; timed < Sleeps * 3 / 4; tries++)
        {
            Assert.True(tries < 8, $"the kernel traced no run in which most of the tasks left idle; {timed} of {Sleeps} in the last"); // some (6.18) now and then do not
            List<Row> rows = await Run("offcpu", ["sh", "-c", $"for i in $(seq {Sleeps}); do sleep 0.02; done"]);
            timed = rows.Count(row => row.Name == "sleep" && row.State == "S" && row.MaxNs is >= 20_000_000 and < 2_000_000_000);
            Assert.InRange(timed, 0, Sleeps);
        }
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

    /// <summary>
    /// Two threads read a file by the same descriptor: one holds its position's mutex while its page is missing (userfaultfd), so that the other waits for it, once a time.
    /// </summary>
    [Fact]
    public async Task Locks_AreWaitedForOnceForEachTimeThatOneIsHeld()
    {
        Requirements.Tracefs();
        await Requirements.Python("import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall(323, 0) < 0 or sys.maxsize < 2**32 or __import__('platform').machine() != 'x86_64')", "userfaultfd on x86-64");
        List<Row> rows = await Run("locks", ["python3", "-c", HoldAMutex]);
        IGrouping<string, Row> position = rows.GroupBy(static row => row.Key).Single(static lockRows => lockRows.Sum(static row => row.Count) == Contentions);
        Assert.Contains("MUTEX", position.Key, StringComparison.Ordinal);
        Assert.InRange(position.Max(static row => row.MaxNs) ?? 0, HeldMs * 1_000_000L, 10_000_000_000);
    }

    /// <summary>A ring of io_uring that is closed leaves the rest of it to a work item, one for each.</summary>
    [Fact]
    public async Task WorkItems_RunOnceForEachTimeThatOneIsQueued()
    {
        Requirements.Tracefs();
        await Requirements.Python($"import ctypes, sys; sys.exit(ctypes.CDLL(None).syscall({SetUpRing}, 1, (ctypes.c_char * 120)()) < 0)", "io_uring");
        List<Row> rows = await Run("workqueues", ["python3", "-c", $"import ctypes, os, time; c = ctypes.CDLL(None); [os.close(c.syscall({SetUpRing}, 1, (ctypes.c_char * 120)())) for _ in range({Rings})]; time.sleep(1)"], allTasks: true);
        Row[] exits = [.. rows.Where(static row => row.Name == "io_ring_exit_work")];
        Assert.Equal(Rings, exits.Sum(static row => row.Count));
        Assert.All(exits.Where(static row => row.MaxNs is not null), static row => Assert.InRange(row.MaxNs!.Value, 1, 10_000_000_000));
        Assert.Contains(exits, static row => row.MaxNs is not null);
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
