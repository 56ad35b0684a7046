namespace Ftop.Board.Tests;

/// <summary>What holds on every board.</summary>
public abstract partial class BoardTests
{
    protected BoardTests(Board board)
    {
        if (board.Missing is not null)
        {
            Assert.SkipUnless(Requirements.Required, board.Missing);
            Assert.Fail(board.Missing);
        }

        Board = board;
    }

    protected Board Board { get; }

    /// <summary>The start of <c>uname -r</c>.</summary>
    protected abstract string Kernel { get; }

    /// <summary>Tracers that this kernel has.</summary>
    protected abstract string[] Tracers { get; }

    [Fact]
    public async Task Boot_GivesAShellOnABareReadOnlyRoot()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"booted in {Board.BootTime.TotalSeconds:F1} s");
        Assert.StartsWith(Kernel, (await Board.Run("uname -r")).Output);
        string[] tracers = (await Board.Run("cat /sys/kernel/tracing/available_tracers")).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Subset(tracers.ToHashSet(), Tracers.ToHashSet());
        Assert.NotEqual(0, (await Board.Run("touch /here")).Status);
        Assert.DoesNotContain("HOME", (await Board.Run("env")).Output, StringComparison.Ordinal);
        Assert.Equal("", (await Board.Run("find / -xdev -name \"libz.so*\" -o -name terminfo")).Output);
    }
}
