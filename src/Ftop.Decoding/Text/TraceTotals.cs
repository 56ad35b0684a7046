namespace Ftop.Decoding.Text;

/// <summary>What the header of <c>trace</c> counts.</summary>
/// <param name="Entries">Events in the sub-buffers.</param>
/// <param name="Missed">Events overwritten before they were read, as far as they were counted.</param>
/// <param name="AnyMissed">Whether any were.</param>
/// <param name="Damaged">Sub-buffers that disagree with the ABI, of which events may be absent.</param>
/// <param name="Selected">Events that were chosen and written so far.</param>
public readonly record struct TraceTotals(ulong Entries, ulong Missed, bool AnyMissed, ulong Damaged = 0, ulong Selected = 0);
