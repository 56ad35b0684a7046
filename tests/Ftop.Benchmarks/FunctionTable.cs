using System.Numerics;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Benchmarks;

/// <summary>
/// Counts by ip, open addressing. Grows between sub-buffers, never within, and stays nearly empty: a collision costs a mispredicted
/// branch, which is more than the memory does.
/// </summary>
internal sealed class FunctionTable
{
    private const int LeastEventBytes = 8;
    private const int SlotsPerFunction = 32;

    private Slot[] _slots = [];

    public int Functions { get; private set; }

    /// <summary>Counts the functions of one sub-buffer.</summary>
    public SubBufferSummary Count(ReadOnlySpan<byte> subBuffer, in HeaderPage layout)
    {
        // Twice what is needed even if every event names a function of its own.
        int most = Functions + (subBuffer.Length / LeastEventBytes);
        if (most * 2 > _slots.Length || Functions * SlotsPerFunction > _slots.Length)
        {
            Grow((uint)Math.Max(most * 2, Functions * SlotsPerFunction));
        }

        var counter = new FunctionCounter(_slots);
        SubBufferSummary summary = SubBufferWalker.Walk(subBuffer, layout, ref counter);
        Functions += counter.NewFunctions;
        return summary;
    }

    private void Grow(uint slots)
    {
        Slot[] old = _slots;
        _slots = new Slot[BitOperations.RoundUpToPowerOf2(slots)];
        var counter = new FunctionCounter(_slots);
        foreach (Slot slot in old)
        {
            if (slot.Count != 0)
            {
                counter.Find(slot.Ip).Count = slot.Count;
            }
        }
    }

    internal struct Slot
    {
        // First, so that the address which a look-up ends with is the one to count at.
        public long Count;
        public ulong Ip;
    }
}
