namespace Ftop.Board.Tests;

public abstract partial class BoardTests
{
    /// <summary>The console is a tty without a size, and the terminal at its other end is a 24-line one of some kind.</summary>
    [Theory]
    [InlineData("vt100")]
    public async Task Terminal_HasAWholeScreenAndItsKeys(string term)
    {
        Board.Enter($"export TERM={term}; stty rows 0 columns 0; clear");
        await StartScreen("-e irq");
        string screen = await Board.WaitFor(screen => screen.Contains("CPU^", StringComparison.Ordinal), "the CPUs' table");
        Assert.Equal(24, screen.TrimEnd('\n').Split('\n').Length);
        Assert.All(screen, letter => Assert.True(letter is '\n' or (>= ' ' and <= '~'), screen));
        Board.Press("6");
        await Board.WaitFor(screen => screen.Contains("softirq", StringComparison.Ordinal), "interrupts");
        Board.Press("Down", "F1");
        await Board.WaitFor("this help");
        Board.Press("Escape");
        await Board.WaitFor(IsLive, "the screen below the help");
        Board.Press("F10");
        await Board.WaitForPrompt();
        await EndedWith(0);
        Board.Enter("export TERM=vt100; clear");
    }

    [Fact]
    public async Task DumbTerminal_GetsTables()
    {
        Board.Enter($"TERM=dumb {Board.Ftop} -d 0.5 -n 2 -e irq --size 80x11");
        // Short ones: both are to be seen at once.
        string screen = await Board.WaitFor(screen => screen.TrimEnd().EndsWith("board#", StringComparison.Ordinal) && screen.Split("CPU^").Length >= 3, "two tables");
        Assert.InRange(screen.Split("q Quit").Length - 1, 2, 3);
        Board.Enter("clear");
    }

    /// <summary>
    /// What the kernel prints on its console lands in the middle of the screen, where numbers that change may write over it before anybody looks: so it is
    /// printed more than once.
    /// </summary>
    [Fact]
    public async Task KernelLogOverTheScreen_IsRepaintedByCtrlL()
    {
        await Board.WaitForPrompt();
        Board.Enter("when-tracing function sh -c 'for i in 1 2 3; do echo \"<0>board on fire\" >/dev/kmsg; sleep 2; done' & clear");
        await StartScreen(FewFunctions);
        Board.Press("f");
        await Board.WaitFor("board on fire");
        await Task.Delay(TimeSpan.FromSeconds(7), TestContext.Current.CancellationToken); // the last of the messages is out
        Board.Press("C-l");
        await Board.WaitFor(screen => IsLive(screen) && !screen.Contains("board on fire", StringComparison.Ordinal), "a clean screen");
        Board.Press("q");
        await Board.WaitForPrompt();
        await EndedWith(0);
    }
}
