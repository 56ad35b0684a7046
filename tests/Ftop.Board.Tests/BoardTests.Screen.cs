namespace Ftop.Board.Tests;

public abstract partial class BoardTests
{
    private const int StatusRows = 2;

    /// <summary>The operator's tour: function tracer, filter, function_graph, system calls, CPUs, all off, quit.</summary>
    [Fact]
    public async Task Keys_ShowWhatRunsAndLeaveTracefsAsItWas()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        // In bursts: an emulator that patches a kernel which never rests ends in soft lockups.
        Board.Enter("while sleep 0.3; do dd if=/dev/zero of=/dev/null bs=1 count=2000 status=none; done & clear");
        await StartScreen();

        // The filter first: where all functions are patched at once under a workload, emulated x86-64 kernels end in soft lockups.
        Board.Press("1", "l");
        Board.Enter("vfs_*");
        Board.Press("f");
        string screen = await Board.WaitFor(screen => FirstColumn(screen) is ["vfs_read" or "vfs_write", "vfs_read" or "vfs_write", ..], "vfs functions, the workload's first");
        Assert.Contains("lost ", screen, StringComparison.Ordinal);

        Board.Press("g");
        screen = await Board.WaitFor(screen => screen.Contains("tracer function_graph", StringComparison.Ordinal) && screen.Contains("SELF", StringComparison.Ordinal) && FirstColumn(screen).Contains("vfs_read"), "timed functions");
        Assert.Matches(@"vfs_read .*[0-9]([nµm]|us)?s", screen);

        Board.Press("2");
        await Board.WaitFor(screen => FirstColumn(screen) is var rows && rows.Contains("read") && rows.Contains("write"), "the workload's system calls");

        Board.Press("3");
        await Board.WaitFor(screen => screen.Contains("EVENTS/S", StringComparison.Ordinal) && FirstColumn(screen) is ["0", "1", ..], "a row for each CPU");

        Board.Press("X");
        await Board.WaitFor(screen => screen.Contains("tracer nop", StringComparison.Ordinal) && screen.Contains("on: nothing", StringComparison.Ordinal), "everything off");

        Board.Press("q");
        await Board.WaitForPrompt();
        await EndedWith(0, before);
        Board.Enter("kill %1");
    }

    [Theory]
    [InlineData("HUP", 1)]
    [InlineData("INT", 2)]
    [InlineData("QUIT", 3)]
    [InlineData("TERM", 15)]
    public async Task Signal_EndsFtopAndLeavesTerminalAndTracefsAsTheyWere(string signal, int number)
    {
        string before = (await Board.Run("tracefs-state")).Output;
        Board.Enter($"(sleep 12; kill -{signal} $(cat /tmp/ftop.pid)) & clear");
        await StartScreen();
        Board.Press("f");
        await Board.WaitForPrompt();
        await EndedWith(128 + number, before);
    }

    [Fact]
    public async Task CtrlC_EndsFtopAsASignalDoes()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        await StartScreen();
        Board.Press("f", "C-c");
        await Board.WaitForPrompt();
        await EndedWith(128 + 2, before);
    }

    [Fact]
    public async Task CtrlZ_GivesTheShellAndFgTheScreen()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        await StartScreen();
        Board.Press("C-z");
        await Board.WaitForPrompt();
        Board.Enter("clear; stty -a | grep -o .icanon");
        await Board.WaitFor(" icanon");
        Board.Enter("fg");
        await Board.WaitFor("events/s");
        Board.Press("q");
        await Board.WaitForPrompt();
        await EndedWith(0, before);
    }

    private async Task StartScreen()
    {
        await Board.WaitForPrompt();
        // One shell that turns into ftop, so that its pid is known; a script's own name would not find it.
        Board.Enter($"sh -c \"echo \\$\\$ >/tmp/ftop.pid; exec {Board.Ftop}\"");
        await Board.WaitFor("events/s");
    }

    /// <summary>At the shell: ftop's exit status, and the terminal and tracefs as they were before it.</summary>
    private async Task EndedWith(int status, string tracefsBefore)
    {
        Board.Enter("echo \"status $?\"; stty -a | grep -o .icanon");
        await Board.WaitFor(screen => screen.Contains($"status {status}\n", StringComparison.Ordinal) && screen.Contains(" icanon", StringComparison.Ordinal), $"status {status} and a cooked terminal");
        Assert.Equal(tracefsBefore, (await Board.Run("tracefs-state")).Output);
    }

    /// <summary>The first word of each row of the table on the screen, below the status and the columns' names.</summary>
    private static string[] FirstColumn(string screen) =>
        [.. screen.Split('\n').Skip(StatusRows + 1).SkipLast(1).Where(row => row.Length > 0 && row[0] != ' ' && row[0] != '?').Select(row => row.Split(' ')[0])];
}
