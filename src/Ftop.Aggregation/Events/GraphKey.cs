namespace Ftop.Aggregation.Events;

/// <summary>
/// A function under function_graph: its address, with the second bit from the top turned over where the idle task called it outside of interrupts. Both
/// top bits of a kernel's address are alike, so that the address is the key of all other calls.
/// </summary>
internal static class GraphKey
{
    private const ulong IdleBit = 1ul << 62;

    public static ulong OfIdle(ulong address) => address ^ IdleBit;

    public static bool IsIdle(ulong key) => ((key ^ (key << 1)) >> 63) != 0;

    public static ulong Address(ulong key) => IsIdle(key) ? key ^ IdleBit : key;
}
