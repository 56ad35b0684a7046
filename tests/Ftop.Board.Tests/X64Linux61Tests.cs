namespace Ftop.Board.Tests;

/// <summary>x86-64 with a long-term kernel.</summary>
public sealed class X64Linux61Tests(X64Linux61Tests.Machine board) : BoardTests(board), IClassFixture<X64Linux61Tests.Machine>
{
    protected override string Kernel => "6.1.";

    protected override string[] Tracers => ["function", "function_graph", "blk", "mmiotrace", "nop"];

    public sealed class Machine() : Board("x86-64-6.1", "ftop", "linux-x64");
}
