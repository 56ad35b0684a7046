namespace Ftop.Decoding.RingBuffer;

/// <summary>What remains to be known of a sub-buffer after its events were visited.</summary>
/// <param name="Status">How it agreed with the ABI.</param>
/// <param name="MissedEvents">What was lost before its first event.</param>
/// <param name="CommitBytes">Bytes of events.</param>
/// <param name="Events">Data events visited.</param>
/// <param name="LastTimestamp">Time of the last event, or of the sub-buffer if it has none; trace-clock units.</param>
public readonly record struct SubBufferSummary(DecodeStatus Status, MissedEvents MissedEvents, int CommitBytes, int Events, ulong LastTimestamp);
