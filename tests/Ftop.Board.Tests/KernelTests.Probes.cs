using System.Text.Json;

namespace Ftop.Board.Tests;

public abstract partial class KernelTests
{
    private const int ProbedReads = 2000;
    private const int ProbedBytes = 7; // of each read: nobody else reads so many
    private const string Lists = "cat /sys/kernel/tracing/dynamic_events /sys/kernel/tracing/kprobe_events /sys/kernel/tracing/uprobe_events";
    private const string EntryAndReturn = "--probe \"p:vfs_read n=\\$arg3\" --probe \"r:vfs_read ret=\\$retval:s64\"";

    private static readonly string Reading = $"dd if=/dev/zero of=/dev/null bs={ProbedBytes} count={ProbedReads}";

    /// <summary>Every read of a known number is hit at its entry and its return, which pair without being told to.</summary>
    [Fact]
    public async Task Probes_CountKnownReadsAndTimeThem()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        (string output, int status) = await Board.Run($"{Board.Ftop} -b --json {EntryAndReturn} --by \"probe:vfs_read n\" -- {Reading} 2>/dev/null");
        Assert.Equal(0, status);
        (long known, long entries, long returns, long timed) = (0, 0, 0, 0);
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var window = JsonDocument.Parse(line);
            JsonElement views = window.RootElement.GetProperty("views");
            Assert.Equal(0, Lost(window.RootElement.GetProperty("total")));
            known += CountOf(views.GetProperty("by"), "n", $"{ProbedBytes}");
            entries += CountOf(views.GetProperty("probes"), "probe", "vfs_read");
            returns += CountOf(views.GetProperty("probes"), "probe", "vfs_read__return");
            timed += views.GetProperty("probes").GetProperty("rows").EnumerateArray().Where(row => row.TryGetProperty("p50Ns", out JsonElement p50) && p50.GetInt64() > 0).Sum(row => row.GetProperty("count").GetInt64());
        }

        Assert.Equal(ProbedReads, known);
        Assert.InRange(entries, ProbedReads, ProbedReads + 100);
        Assert.Equal((entries, entries), (returns, timed));
        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }

    /// <summary>What is recorded is printed, and timed in a replay, which knows nothing of the definitions.</summary>
    [Fact]
    public async Task Probes_AreRecordedAndReplayed()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        (string output, int status) = await Board.Run(
            $"cd /tmp; {Board.Ftop} record -q -o {Recording} -F {EntryAndReturn} {Reading} 2>/dev/null && {Board.Ftop} report {Recording} | grep -c \"vfs_read: (.*) n=0x{ProbedBytes}$\"; "
            + $"{Board.Ftop} replay -b --json --views probes {Recording}; rm {Recording}");
        Assert.Equal(0, status);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"{ProbedReads}", lines[0]);
        using var window = JsonDocument.Parse(lines[1]);
        JsonElement entry = window.RootElement.GetProperty("views").GetProperty("probes").GetProperty("rows").EnumerateArray().First(row => row.GetProperty("key").GetProperty("probe").GetString() == "vfs_read");
        Assert.InRange(entry.GetProperty("count").GetInt64(), ProbedReads, ProbedReads + 100);
        Assert.InRange(entry.GetProperty("maxNs").GetInt64(), 1, 10_000_000_000);
        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }

    /// <summary>Probes are gone after the end, whichever it is, and those of others stay byte for byte.</summary>
    [Theory]
    [InlineData("TERM", false)]
    [InlineData("KILL", true)]
    public async Task Probes_AreGoneAfterTheEnd(string signal, bool needsReset)
    {
        await Board.Run("echo \"p:others/mine vfs_write\" >>/sys/kernel/tracing/dynamic_events");
        string before = (await Board.Run($"tracefs-state; {Lists}")).Output;
        (string left, _) = await Board.Run(
            $"{Board.Ftop} -b {EntryAndReturn} >/dev/null 2>&1 & p=$!; until grep -qs ftop_ /sys/kernel/tracing/set_event /sys/kernel/tracing/instances/ftop-*/set_event; do usleep 100000; done; "
            + $"kill -{signal} $p; wait $p; grep -c ftop_ /sys/kernel/tracing/dynamic_events");
        Assert.EndsWith(needsReset ? "\n2\n" : "0\n", left, StringComparison.Ordinal); // after the shell's word on a process that was killed
        if (needsReset)
        {
            Assert.Matches("removed .*ftop-[0-9]+\nremoved probe ftop_[0-9]+/vfs_read__return\nremoved probe ftop_[0-9]+/vfs_read\n", (await Board.Run($"{Board.Ftop} reset")).Output);
        }

        Assert.Equal(before, (await Board.Run($"tracefs-state; {Lists}")).Output);
        await Board.Run("echo -:others/mine >>/sys/kernel/tracing/dynamic_events");
    }

    /// <summary>Probes that are no kernel function's: of another event's fields, of a program, and an event that triggers would make.</summary>
    [Fact]
    public async Task Probes_OfEventsAndLibraries()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        (string output, int status) = await Board.Run(
            $"{Board.Ftop} -b --json -n 2 --probe \"e:sched/sched_switch next=\\$next_pid:s32\" --probe \"p:/bin/busybox:0x40\" --probe \"s:board_latency u64 lat; pid_t pid\" --by \"probe:sched_switch next\" "
            + "| sed 1d; grep -c board_latency /sys/kernel/tracing/dynamic_events");
        Assert.Equal((1, "0"), (status, output.TrimEnd().Split('\n')[^1]));
        using var window = JsonDocument.Parse(output.Split('\n')[0]);
        Assert.NotEmpty(window.RootElement.GetProperty("views").GetProperty("by").GetProperty("rows").EnumerateArray());
        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }

    /// <summary>The screen begins with them; quitting removes them.</summary>
    [Fact]
    public async Task Probes_AreOnTheScreenAndGoneAfterQuit()
    {
        string before = await State();
        Board.Enter("read-zeros & clear");
        await StartScreen("--probe p:vfs_read --probe r:vfs_read");
        await Board.WaitFor(screen => screen.Contains("vfs_read__return", StringComparison.Ordinal) && screen.Contains("PROBE", StringComparison.Ordinal), "the view of probes");
        Board.Press("q");
        await Board.WaitForPrompt();
        Board.Enter("kill %1; clear");
        await Board.WaitForPrompt();
        Assert.Equal(before, await State());
    }

    /// <summary>Kernels from 6.5 on have probes of another kind, which hit as often; an older one is said to be.</summary>
    [Fact]
    public async Task Fprobe_CountsKnownReads_OrIsSaidToBeNewer()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        (string output, int status) = await Board.Run($"{Board.Ftop} -b --json --probe f:vfs_read -- {Reading} 2>/tmp/said; s=$?; cat /tmp/said; (exit $s)");
        if (Kernel.StartsWith("6.1.", StringComparison.Ordinal))
        {
            Assert.StartsWith("ftop: --probe: column 1: this kernel has no fprobes: they need Linux 6.5", output, StringComparison.Ordinal);
            Assert.Equal(4, status);
        }
        else
        {
            Assert.Equal(0, status);
            long hits = 0;
            foreach (string line in output.Split('\n').Where(line => line.StartsWith('{')))
            {
                using var window = JsonDocument.Parse(line);
                hits += CountOf(window.RootElement.GetProperty("views").GetProperty("probes"), "probe", "vfs_read");
            }

            Assert.InRange(hits, ProbedReads, ProbedReads + 100);
        }

        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }

    /// <summary>What is wrong is told with its place, before the kernel is asked and after.</summary>
    [Theory]
    [InlineData("p:vfs_raed", 2, "column 3: the kernel has no function vfs_raed, or its module is not loaded; near ")]
    [InlineData("p:vfs_read n=\\$arg3:q64", 2, "column 20: the kernel refuses it: Unknown type is specified\n  p:vfs_read n=$arg3:q64\n                     ^")]
    [InlineData("p:vfs_read n=\\$retval", 2, "column 14: a return value is known at the return alone; expected r in place of p")]
    [InlineData("p:vfs_read n=%nope", 2, "column 14: this machine has no register %nope")]
    public async Task WrongProbe_IsToldWithItsPlace(string definition, int status, string reason)
    {
        string before = (await Board.Run("tracefs-state")).Output;
        (string said, int ended) = await Board.Run($"{Board.Ftop} -b -n 1 --probe \"{definition}\" 2>&1");
        Assert.StartsWith($"ftop: --probe: {reason}", said, StringComparison.Ordinal);
        Assert.Equal(status, ended);
        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }

    private static long CountOf(JsonElement view, string field, string value) =>
        view.GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("key").GetProperty(field).ToString() == value).Sum(row => row.GetProperty("count").GetInt64());
}
