namespace Ftop.Board.Tests;

/// <summary>x86-64 whose C library is musl: the bundle brings its own.</summary>
public sealed class MuslTests(MuslTests.Machine board) : BoardTests(board), IClassFixture<MuslTests.Machine>
{
    protected override string Kernel => "6.1.";

    protected override string[] Tracers => ["function", "function_graph", "nop"];

    public sealed class Machine() : Board("musl", "linux-x64", "ftop-anylibc");
}
