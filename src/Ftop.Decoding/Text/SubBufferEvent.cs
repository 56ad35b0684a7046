namespace Ftop.Decoding.Text;

/// <summary>Where an event is in its sub-buffer.</summary>
internal readonly record struct SubBufferEvent(ulong Timestamp, int Offset, int Length);
