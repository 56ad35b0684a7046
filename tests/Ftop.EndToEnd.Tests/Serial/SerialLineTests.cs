using Ftop.Tui.Tests;

namespace Ftop.EndToEnd.Tests;

/// <summary>The program at the end of a serial line, played by a pty of its speed, while a known program runs.</summary>
[Collection(nameof(Alone))]
public sealed class SerialLineTests
{
    private const int Baud9600 = 960;
    private const int Baud115200 = 11_520;
    private const int Unlimited = 0;

    [Fact]
    public async Task FrozenScreen_IsTheSameAtEverySpeed()
    {
        Requirements.Tracefs();
        using RunningProgram workload = await StartWorkload();
        string? fast = null;
        foreach (int bytesPerSec in (int[])[Unlimited, Baud115200, Baud9600])
        {
            using var terminal = new SerialTerminal(bytesPerSec, "vt100", ["-d", "0.5", "-e", "raw_syscalls", "-p", $"{workload.Pid}"]);
            await terminal.WaitFor("getppid");
            terminal.Type("c"); // what its start did is forgotten: from now on it makes one call only
            foreach (string keys in (string[])["3", "?", "\x1b[B\x1b[B", "\x1b", "4", "2"])
            {
                terminal.Type(keys);
                await Task.Delay(keys == "\x1b" ? 2000 : 700, TestContext.Current.CancellationToken); // a lone Esc is told by time
            }

            await terminal.WaitFor("P99");
            await terminal.WaitFor("getppid");
            await Task.Delay(2000, TestContext.Current.CancellationToken);
            terminal.Type(" ");
            await terminal.WaitUntilQuiet();
            Assert.Contains("FROZEN", terminal.Text, StringComparison.Ordinal);
            VtScreen changed = terminal.Copy();
            terminal.Type("\x0c");
            await terminal.WaitUntilQuiet();
            Assert.True(changed.Shows(terminal.Screen), $"{bytesPerSec} bytes/s: {changed.Difference(terminal.Screen)}");
            string masked = ScreenMask.Mask(terminal.Text);
            fast ??= masked;
            Assert.Equal(fast, masked);
            terminal.Type("q");
            Assert.Equal(0, await terminal.WaitForExit());
        }
    }

    [Fact]
    public async Task At9600Baud_KeysAreAnsweredAtOnce_AndTheRefreshTakesHalfOfTheLine()
    {
        Requirements.Tracefs();
        using RunningProgram workload = await StartWorkload();
        using var terminal = new SerialTerminal(Baud9600, "vt100", ["-d", "0.2", "-e", "raw_syscalls", "-p", $"{workload.Pid}"]);
        await terminal.WaitFor("getppid");
        await Task.Delay(3000, TestContext.Current.CancellationToken);
        int before = terminal.Bytes;
        await Task.Delay(10_000, TestContext.Current.CancellationToken);
        double bytesPerSec = (terminal.Bytes - before) / 10.0;
        var answers = new List<double>();
        for (int press = 0; press < 12; press++)
        {
            // In the middle of some refresh or other.
            await Task.Delay(500 + (press * 37), TestContext.Current.CancellationToken);
            terminal.Look();
            bool isLonger = press % 2 == 0;
            terminal.Type(isLonger ? "+" : "-");
            answers.Add((await terminal.WaitFor(isLonger ? "a window every 0.5 s" : "a window every 0.2 s")).TotalMilliseconds);
        }

        answers.Sort();
        string said = $"{bytesPerSec:F0} bytes/s; keys answered in {string.Join(' ', answers.Select(ms => $"{ms:F0}"))} ms";
        TestContext.Current.TestOutputHelper!.WriteLine(said); // there while a test runs
        Assert.InRange(bytesPerSec, 20, 1.05 * Baud9600 / 2);
        Assert.True(answers[answers.Count / 2] < 200, said);
        Assert.True(answers[^1] < 400, said);
        terminal.Type("q");
        Assert.Equal(0, await terminal.WaitForExit());
    }

    [Fact]
    public async Task OnAFastLine_EscIsAnsweredWithin100Ms()
    {
        Requirements.Tracefs();
        using RunningProgram workload = await StartWorkload();
        using var terminal = new SerialTerminal(Unlimited, "vt220", ["-d", "5", "-e", "raw_syscalls", "-p", $"{workload.Pid}"]);
        await terminal.WaitFor("getppid");
        var answers = new List<double>();
        for (int press = 0; press < 9; press++)
        {
            terminal.Type("?");
            await terminal.WaitFor("this help");
            terminal.Type("\x1b");
            answers.Add((await terminal.WaitFor("getppid")).TotalMilliseconds);
        }

        answers.Sort();
        string said = $"Esc answered in {string.Join(' ', answers.Select(ms => $"{ms:F0}"))} ms";
        TestContext.Current.TestOutputHelper!.WriteLine(said); // there while a test runs
        Assert.True(answers[answers.Count / 2] < 100, said);
        terminal.Type("q");
        Assert.Equal(0, await terminal.WaitForExit());
    }

    [Fact]
    public async Task ConsoleLogOverTheScreen_IsRepaired()
    {
        Requirements.Tracefs();
        using RunningProgram workload = await StartWorkload();
        using var terminal = new SerialTerminal(Baud115200, "vt220", ["-d", "0.5", "--repair", "3", "-e", "raw_syscalls", "-p", $"{workload.Pid}"]);
        await terminal.WaitFor("getppid");
        terminal.Type("2 ");
        await terminal.WaitFor("FROZEN");
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        terminal.Look();
        VtScreen sound = terminal.Copy();
        terminal.Screen.Overwrite("[   12.345678] usb 1-1: new high-speed USB device number 2 using xhci_hcd");
        terminal.Screen.Overwrite("[   12.456789] usb 1-1: New USB device found, idVendor=0781, idProduct=5581, bcdDevice= 1.00");
        Assert.False(terminal.Screen.Shows(sound));
        int before = terminal.Bytes;
        await Task.Delay(3500, TestContext.Current.CancellationToken);
        terminal.Look();
        Assert.True(terminal.Screen.Shows(sound), terminal.Screen.Difference(sound));
        TestContext.Current.TestOutputHelper!.WriteLine($"{(terminal.Bytes - before) / 3.5:F0} bytes/s of repair, a screen in 3 s"); // there while a test runs
    }

    private static async Task<RunningProgram> StartWorkload()
    {
        var workload = RunningProgram.Start(Repository.Workload, "1000000000", "20000");
        _ = await workload.ReadLine();
        workload.WriteLine("go");
        return workload;
    }
}
