namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// What <see cref="SubBufferWalker"/> calls for each data event. Implemented by structs, so that the call is compiled into the loop:
/// no virtual call, nothing allocated.
/// </summary>
public interface IEventVisitor
{
    /// <summary>Takes one event. The payload is only valid during the call, and its length is the sub-buffer's word, not the format's: check it.</summary>
    /// <param name="payload">The record from <c>common_type</c> on, in the traced machine's byte order.</param>
    /// <param name="timestamp">Trace-clock units.</param>
    void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp);
}
