namespace Ftop.Board.Tests;

public abstract partial class BoardTests
{
    private const string FewFunctions = "-l vfs_*";

    [Theory]
    [InlineData("HUP", 1)]
    [InlineData("INT", 2)]
    [InlineData("QUIT", 3)]
    [InlineData("TERM", 15)]
    public async Task Signal_EndsFtopAndLeavesBoardAsItWas(string signal, int number)
    {
        string before = await State();
        Board.Enter($"when-tracing function sh -c 'kill -{signal} $(cat /tmp/ftop.pid)' & clear");
        await StartScreen(FewFunctions);
        Board.Press("f");
        await Board.WaitForPrompt();
        await EndedWith(128 + number);
        Assert.Equal(before, await State());
    }

    [Theory]
    [InlineData("C-c", 2)]
    [InlineData(@"C-\", 3)]
    public async Task KeyOfASignal_EndsFtopAsTheSignalDoes(string key, int number)
    {
        string before = await State();
        await StartScreen("-t function " + FewFunctions);
        Board.Press(key);
        await Board.WaitForPrompt();
        await EndedWith(128 + number);
        Assert.Equal(before, await State());
    }

    [Fact]
    public async Task CtrlZ_GivesTheShellAndFgTheScreen()
    {
        string before = await State();
        string terminal = (await Board.Run("stty -g")).Output;
        await StartScreen(FewFunctions);
        Board.Press("C-z");
        await Board.WaitForPrompt();
        Assert.Equal(terminal, (await Board.Run("stty -g")).Output);
        Board.Enter("jobs");
        await Board.WaitFor("Stopped");
        Board.Enter("fg");
        await Board.WaitFor(IsLive, "the whole screen again");
        Board.Press("q");
        await Board.WaitForPrompt();
        await EndedWith(0);
        Assert.Equal(before, await State());
    }

    /// <summary>What cannot be caught leaves tracing on and the terminal raw; what the next ftop or <c>ftop reset</c> puts back is all of tracefs.</summary>
    [Theory]
    [InlineData("function", "f")]
    [InlineData("function_graph", "g")]
    public async Task Kill_LeavesWhatResetPutsBack(string tracer, string key)
    {
        string before = (await Board.Run("tracefs-state")).Output;
        string terminal = (await Board.Run("stty -g")).Output.Trim();
        Board.Enter($"when-tracing {tracer} sh -c 'kill -KILL $(cat /tmp/ftop.pid)' & clear");
        await StartScreen(FewFunctions);
        Board.Press(key);
        await Board.WaitFor("board#"); // somewhere on the screen that ftop left
        Board.Enter($"stty {terminal}; clear"); // as the operator's stty sane
        await Board.WaitForPrompt();
        string left = (await Board.Run("tracefs-state")).Output;
        Assert.NotEqual(before, left);
        (string said, int status) = await Board.Run($"{Board.Ftop} reset");
        Assert.Equal(0, status);
        Assert.NotEmpty(said);
        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }

    /// <summary>The session's leader dies: the kernel hangs up the line, and init gives it to a new shell.</summary>
    [Fact]
    public async Task HangUp_EndsFtopAndLeavesBoardAsItWas()
    {
        string before = (await Board.Run("tracefs-state")).Output; // the line itself is set up anew by init
        Board.Enter("when-tracing function kill -KILL $$ & clear");
        await StartScreen(FewFunctions);
        Board.Press("f");
        await Board.WaitFor("built-in shell");
        Board.Enter("clear");
        await Board.WaitForPrompt();
        await Board.Run("after-ftop true");
        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }

    /// <summary>Every process gets SIGTERM, then SIGKILL: by then all must be put back.</summary>
    [Fact]
    public async Task Reboot_FindsBoardAsItWas()
    {
        string before = (await Board.Run("tracefs-state")).Output;
        string mark = Board.Mark();
        Board.Enter($"rm -f /tmp/ftop.pid; after-ftop outside {mark} tracefs-state & when-tracing function reboot & clear");
        await StartScreen(FewFunctions);
        Board.Press("f");
        Assert.Equal(before, (await Board.Receive(mark)).Output);
        await Board.WaitFor("reboot: Restarting system"); // the kernel's word; init's own before it may be cut off by it
        await Board.WaitForPrompt();
        Assert.Equal(before, (await Board.Run("tracefs-state")).Output);
    }
}
