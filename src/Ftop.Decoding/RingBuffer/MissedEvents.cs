namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// Events that were overwritten before the first event of a sub-buffer, and so between the last event of the one before and the first of this
/// (<c>kernel/trace/ring_buffer.c</c>, <c>RB_MISSED_EVENTS</c> and <c>RB_MISSED_STORED</c>).
/// </summary>
/// <param name="Any">Bit 31 of commit.</param>
/// <param name="Count">Null if the kernel did not say how many: the count is stored only where it fits behind the events.</param>
public readonly record struct MissedEvents(bool Any, ulong? Count)
{
    /// <summary>Nothing was missed.</summary>
    public static MissedEvents None => default;
}
