namespace Ftop.Board.Tests;

public abstract partial class BoardTests
{
    private static readonly string[] Headings = ["FUNCTION", "SYSTEM CALL", "CPU"];

    /// <summary>The operator's tour: function tracer, filter, function_graph, system calls, CPUs, all off, quit.</summary>
    [Fact]
    public async Task Keys_ShowWhatRunsAndLeaveBoardAsItWas()
    {
        string before = await State();
        Board.Enter("read-zeros & clear");
        await StartScreen("");

        Board.Press("1", "f");
        string screen = await Board.WaitFor(screen => FirstColumn(screen).Intersect(["ksys_read", "vfs_read", "read_zero"]).Count() == 3, "the workload's functions among the most called");
        Assert.Contains("tracer function ", screen, StringComparison.Ordinal);
        Assert.Contains("lost ", screen, StringComparison.Ordinal);

        Board.Press("l");
        await Type("*zero*");
        await Board.WaitFor(screen => FirstColumn(screen) is ["read_zero", ..] && screen.Contains("functions *zero*", StringComparison.Ordinal), "read_zero, called most of its kind");

        Board.Press("l");
        await Type("nothing_is_called_so");
        await Board.WaitFor(screen => screen.Contains("EINVAL", StringComparison.Ordinal), "a refusal");
        Board.Press("c");
        await Board.WaitFor(screen => FirstColumn(screen) is ["read_zero", ..] && !FirstColumn(screen).Contains("vfs_read"), "the filter from before");

        Board.Press("l");
        await Type("vfs_*");
        await Board.WaitFor(screen => FirstColumn(screen) is ["vfs_read", ..], "vfs_read, called most of its kind");

        Board.Press("g");
        screen = await Board.WaitFor(screen => screen.Contains("tracer function_graph", StringComparison.Ordinal) && screen.Contains("TOTAL", StringComparison.Ordinal) && FirstColumn(screen) is ["vfs_read", ..], "timed functions");
        Assert.Matches(@"vfs_read .*[0-9](n|u|m)?s", screen);

        Board.Press("2");
        await Board.WaitFor(screen => FirstColumn(screen) is ["read", ..], "the workload's system call");

        Board.Press("3");
        await Board.WaitFor(screen => screen.Contains("EVENTS/S", StringComparison.Ordinal) && FirstColumn(screen) is ["0", "1", ..], "a row for each CPU");

        Board.Press("X");
        await Board.WaitFor(screen => screen.Contains("tracer nop", StringComparison.Ordinal) && screen.Contains("all tracing off", StringComparison.Ordinal), "everything off");
        Board.Press("c");
        await Board.WaitFor("on: nothing");

        Board.Press("q");
        await Board.WaitForPrompt();
        await EndedWith(0);
        Board.Enter("kill %1");
        Assert.Equal(before, await State());
    }

    /// <summary>Tracefs and the terminal.</summary>
    protected async Task<string> State() => (await Board.Run("tracefs-state; stty -g")).Output;

    private protected async Task StartScreen(string arguments)
    {
        await Board.WaitForPrompt();
        // One shell that turns into ftop, so that its pid is known; a script's own name would not find it.
        Board.Enter($"rm -f /tmp/ftop.pid; sh -c 'echo $$ >/tmp/ftop.pid; exec {Board.Ftop} {arguments}'");
        await Board.WaitFor(screen => !Board.IsAtPrompt(screen), "the command to begin");
        string screen = await Board.WaitFor(screen => IsLive(screen) || Board.IsAtPrompt(screen), "the live screen");
        Assert.True(IsLive(screen), $"ftop ended at its start:\n{screen}");
    }

    private protected static bool IsLive(string screen) =>
        screen.Contains("events/s", StringComparison.Ordinal) && screen.Contains("q Quit", StringComparison.Ordinal) && !screen.Contains("board#", StringComparison.Ordinal);

    /// <summary>Answers the prompt on the bottom line, once it is there.</summary>
    private async Task Type(string answer)
    {
        await Board.WaitFor(screen => !screen.TrimEnd().Split('\n')[^1].Contains("Quit", StringComparison.Ordinal), "a prompt");
        Board.Press("C-u"); // it begins with what is set
        Board.Enter(answer);
    }

    /// <summary>At the shell: ftop's exit status, and a cursor that is seen.</summary>
    private async Task EndedWith(int status)
    {
        Board.Enter("echo \"status $?\"");
        await Board.WaitFor(screen => screen.Contains($"status {status}\n", StringComparison.Ordinal), $"status {status}");
        Assert.True(Board.IsCursorVisible);
    }

    /// <summary>The first word of each row of the table on the screen, below the columns' names, which are not in the status line's row.</summary>
    private static string[] FirstColumn(string screen) =>
        [.. screen.Split('\n').Skip(1).SkipWhile(row => !Headings.Any(heading => row.StartsWith(heading, StringComparison.Ordinal))).Skip(1)
            .Where(row => row.Length > 0 && row[0] != ' ' && row[0] != '?').Select(row => row.Split(' ')[0])];
}
