namespace Ftop.Board.Tests;

/// <summary>x86-64 whose C library is musl: what is added to the bundle brings one. Its kernel is that of another board.</summary>
[Collection(typeof(MuslTests.Machine))]
public sealed class MuslTests(MuslTests.Machine board) : BoardTests(board)
{
    protected override string Kernel => "6.1.";

    protected override string[] Tracers => ["function", "function_graph", "nop"];

    /// <summary>Booted once for all classes of this collection.</summary>
    [CollectionDefinition]
    public sealed class Machine() : Board("musl", "ftop-anylibc", "linux-x64", "linux-x64-anylibc"), ICollectionFixture<Machine>;
}
