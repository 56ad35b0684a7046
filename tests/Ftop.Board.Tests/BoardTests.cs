namespace Ftop.Board.Tests;

/// <summary>What holds on every board: what depends on the C library beside the kernel. The rest is in <see cref="KernelTests"/>.</summary>
public abstract partial class BoardTests : IAsyncLifetime
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

    /// <summary>A test that failed may have left ftop on the console: it does not take the others with it.</summary>
    public async ValueTask InitializeAsync() => await Board.TakeConsole();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

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
