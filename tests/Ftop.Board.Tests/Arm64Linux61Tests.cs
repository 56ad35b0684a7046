namespace Ftop.Board.Tests;

/// <summary>arm64 with a long-term kernel.</summary>
public sealed class Arm64Linux61Tests(Arm64Linux61Tests.Machine board) : BoardTests(board), IClassFixture<Arm64Linux61Tests.Machine>
{
    protected override string Kernel => "6.1.";

    protected override string[] Tracers => ["function", "function_graph", "blk", "nop"];

    public sealed class Machine() : Board("arm64-6.1", "ftop", "linux-arm64");
}
