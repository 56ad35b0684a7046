namespace Ftop.Board.Tests;

/// <summary>What depends on kernel and processor, whatever the C library: once for each of those.</summary>
public abstract partial class KernelTests(Board board) : BoardTests(board);
