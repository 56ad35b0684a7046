namespace Ftop.EndToEnd.Tests;

/// <summary>A line of which the kernel says 0x0, and terminals that can do little.</summary>
public sealed class LineWithoutSizeTests
{
    private const string Question = "\e7\e[999;999H\e[6n\e8";
    private static readonly string[] Idle = ["-d", "0.5", "-e", "sched:sched_switch", "-p", "1"];

    [Fact]
    public async Task TerminalThatAnswers_GetsItsWholeScreen()
    {
        Requirements.Tracefs();
        using var terminal = new SerialTerminal(0, "vt220", Idle, 100, 30, isSizeKnown: false);
        await Asked(terminal);
        terminal.Type("\e[30;100R");
        await terminal.WaitFor("Quit");
        Assert.Contains("Quit", terminal.Screen.Row(29), StringComparison.Ordinal);
        await Quit(terminal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\e[30;100R")]
    public async Task TerminalThatDoesNotAnswerInTime_Gets80x24(string lateAnswer)
    {
        Requirements.Tracefs();
        using var terminal = new SerialTerminal(0, "vt220", Idle, isSizeKnown: false);
        await Asked(terminal);
        await terminal.WaitFor("Quit");
        Assert.Contains("Quit", terminal.Screen.Row(23), StringComparison.Ordinal);
        string before = terminal.Screen.Row(0)[..10];
        terminal.Type(lateAnswer); // nobody's keys
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        terminal.Look();
        Assert.StartsWith(before, terminal.Screen.Row(0), StringComparison.Ordinal);
        Assert.Contains("Quit", terminal.Screen.Row(23), StringComparison.Ordinal);
        await Quit(terminal);
    }

    [Fact]
    public async Task SizeThatIsSaid_IsTakenWithoutAQuestion()
    {
        Requirements.Tracefs();
        using var terminal = new SerialTerminal(0, "vt220", [.. Idle, "--size", "100x30"], 100, 30, isSizeKnown: false);
        await terminal.WaitFor("Quit");
        Assert.Contains("Quit", terminal.Screen.Row(29), StringComparison.Ordinal);
        terminal.Type("q");
        Assert.Equal(0, await terminal.WaitForExit());
        Assert.DoesNotContain("\e[6n", terminal.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dumb", "q", 0)]
    [InlineData("unknown", "q", 0)]
    [InlineData("", "\x03", 130)]
    public async Task DumbTerminal_GetsATableWithoutAnyEscape(string term, string end, int exitCode)
    {
        Requirements.Tracefs();
        using RunningProgram workload = RunningProgram.Start(Repository.Workload, "1000000000", "20000");
        string pid = (await workload.ReadLine())!; // it prints its pid at first
        workload.WriteLine("go");
        using var terminal = new SerialTerminal(0, term, ["-d", "0.3", "-e", "raw_syscalls", "-p", pid], isSizeKnown: false);
        await Until(() => terminal.Raw.Split("getppid").Length > 3, terminal);
        terminal.Type(end);
        Assert.Equal(exitCode, await terminal.WaitForExit());
        Assert.All(terminal.Raw, character => Assert.True(character is '\r' or '\n' or >= ' ' and < '\x7f', $"0x{(int)character:x2}"));
        Assert.Contains("SYSTEM CALL", terminal.Raw, StringComparison.Ordinal);
    }

    // The question, the first thing that is sent, is answered or not by the test: the screen begins behind it.
    private static async Task Asked(SerialTerminal terminal)
    {
        await Until(() => terminal.Raw.Contains(Question, StringComparison.Ordinal), terminal);
        Assert.StartsWith(Question, terminal.Raw, StringComparison.Ordinal);
        terminal.Skip(Question.Length);
    }

    private static async Task Quit(SerialTerminal terminal)
    {
        terminal.Type("q");
        Assert.Equal(0, await terminal.WaitForExit());
        Assert.Equal(2, terminal.Raw.Split("\e[6n").Length); // once and never again
    }

    private static async Task Until(Func<bool> condition, SerialTerminal terminal)
    {
        for (int waitedMs = 0; !condition(); waitedMs += 20)
        {
            Assert.True(waitedMs < 30_000, terminal.Raw);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
