using System.Globalization;
using System.Text.Json;

namespace Ftop.Board.Tests;

public abstract partial class KernelTests
{
    private const int KnownCalls = 3000;
    private const int Bursts = 5;

    /// <summary>The events of interrupts and switches are as many as the kernel counts, whichever task they hit, beside a program at full speed.</summary>
    [Fact]
    public async Task InterruptsAndSwitches_AreWhatTheKernelCounts()
    {
        string output = (await Board.Run($"proc-check \"dd if=/dev/zero of=/dev/null bs=1 count={10 * KnownCalls}; sleep 1\" {Board.Ftop} -b --json -d 0.5")).Output;
        string[] parts = output.Split("@proc ");
        Assert.True(parts.Length > 2 && parts[0].StartsWith('{'), output);
        var sums = new Dictionary<string, long>();
        foreach (string line in parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var window = JsonDocument.Parse(line);
            Assert.Equal(0, Lost(window.RootElement.GetProperty("total")));
            foreach (JsonElement row in window.RootElement.GetProperty("byEvent").EnumerateArray())
            {
                string name = row.GetProperty("name").GetString()!;
                sums[name] = sums.GetValueOrDefault(name) + row.GetProperty("count").GetInt64();
            }
        }

        foreach (string[] words in parts.Skip(1).Select(part => part.Trim().Split(' ')))
        {
            long least = long.Parse(words[1], CultureInfo.InvariantCulture);
            long most = long.Parse(words[2], CultureInfo.InvariantCulture);
            TestContext.Current.TestOutputHelper?.WriteLine($"{words[0]}: {sums.GetValueOrDefault(words[0])}, the kernel's {least} to {most}");
            Assert.InRange(sums.GetValueOrDefault(words[0]), least, most);
        }
    }

    /// <summary>Calls of a known number, while views come and go, and with them events, filters and what has to be left out: each is there once.</summary>
    [Fact]
    public async Task KnownCalls_AreAllThereWhileViewsChange()
    {
        string before = await State();
        string mark = Board.Mark();
        Board.Enter($"outside {mark} known-calls /tmp/trace.dat {KnownCalls} & clear");
        await StartScreen("-e raw_syscalls");
        Board.Press("r");
        await Board.WaitFor("recording to /tmp/trace.dat");
        for (int round = 0; round < 3; round++)
        {
            foreach (string view in (string[])["6", "7", "4", "8", "2", "0"])
            {
                Board.Press(view);
                await Task.Delay(TimeSpan.FromSeconds(0.4), TestContext.Current.CancellationToken);
            }
        }

        await Board.Receive(mark); // all calls are made
        await Board.WaitFor(screen => IsLive(screen) && screen.Contains("lost 0 ", StringComparison.Ordinal), "a screen without losses");
        Board.Press("r");
        await Board.WaitFor("recorded /tmp/trace.dat");
        Board.Press("q");
        await Board.WaitForPrompt();
        Assert.Equal(before, await State());
        (string count, int status) = await Board.Run($"[ -e /tmp/trace.dat.done ] && {Board.Ftop} report /tmp/trace.dat | grep -c \"dd-.*sys_exit: NR [06]3* = 1$\"; rm /tmp/trace.dat*");
        Assert.Equal(($"{Bursts * KnownCalls}\n", 0), (count, status));
    }

    private static long Lost(JsonElement total) =>
        total.GetProperty("missed").GetInt64() + total.GetProperty("overrun").GetInt64() + total.GetProperty("dropped").GetInt64();
}
