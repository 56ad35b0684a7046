namespace Ftop.Board.Tests;

/// <summary>x86-64 whose C library is musl: what is added to the bundle brings one.</summary>
public sealed class MuslTests(MuslTests.Machine board) : BoardTests(board), IClassFixture<MuslTests.Machine>
{
    protected override string Kernel => "6.1.";

    protected override string[] Tracers => ["function", "function_graph", "nop"];

    public sealed class Machine() : Board("musl", "ftop-anylibc", "linux-x64", "linux-x64-anylibc");
}
