namespace Ftop.Aggregation.Pairing;

/// <summary>A system call that has begun.</summary>
internal readonly record struct OpenCall(ulong Key, ulong Timestamp);
