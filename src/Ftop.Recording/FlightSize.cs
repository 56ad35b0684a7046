using Ftop.Tracefs.Control;

namespace Ftop.Recording;

/// <summary>How much of the past is kept.</summary>
public static class FlightSize
{
    // With the program's own pages, some 12 MiB, and its counts, all of it stays below 40 MiB.
    private const long MostBytes = 6 << 20;
    private const int MemoryShare = 64;

    /// <summary>What was asked for in MiB, or what is taken without; nothing in batch, where nobody can press <c>R</c>.</summary>
    public static long Bytes(bool isBatch, int? askedMb) => isBatch ? 0
        : askedMb is int mb ? (long)mb << 20 : Bytes(BufferSize.TotalMemoryKb());

    /// <summary>What is taken unless it is asked for, of a board with so much memory.</summary>
    public static long Bytes(long totalMemoryKb) => Math.Min((totalMemoryKb << 10) / MemoryShare, MostBytes);
}
