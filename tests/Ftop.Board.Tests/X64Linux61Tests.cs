namespace Ftop.Board.Tests;

/// <summary>x86-64 with a long-term kernel.</summary>
[Collection(typeof(X64Linux61Tests.Machine))]
public sealed class X64Linux61Tests(X64Linux61Tests.Machine board) : KernelTests(board)
{
    protected override string Kernel => "6.1.";

    protected override string[] Tracers => ["function", "function_graph", "blk", "mmiotrace", "nop"];

    /// <summary>What is sent to which terminal does not depend on the board.</summary>
    [Theory]
    [InlineData("vt220")]
    [InlineData("linux")]
    [InlineData("ansi")]
    [InlineData("xterm-256color")]
    public Task EveryTerminal_HasAWholeScreenAndItsKeys(string term) => Terminal_HasAWholeScreenAndItsKeys(term);

    /// <summary>Booted once for all classes of this collection.</summary>
    [CollectionDefinition]
    public sealed class Machine() : Board("x86-64-6.1", "ftop", "linux-x64"), ICollectionFixture<Machine>;
}
