namespace Ftop.Board.Tests;

/// <summary>arm64 with a long-term kernel.</summary>
[Collection(typeof(Arm64Linux61Tests.Machine))]
public sealed class Arm64Linux61Tests(Arm64Linux61Tests.Machine board) : KernelTests(board)
{
    protected override string Kernel => "6.1.";

    protected override string[] Tracers => ["function", "function_graph", "blk", "nop"];

    /// <summary>Booted once for all classes of this collection.</summary>
    [CollectionDefinition]
    public sealed class Machine() : Board("arm64-6.1", "ftop", "linux-arm64"), ICollectionFixture<Machine>;
}
