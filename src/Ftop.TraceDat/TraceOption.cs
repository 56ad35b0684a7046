namespace Ftop.TraceDat;

/// <summary>One option of a trace.dat.</summary>
/// <param name="Id">What it is about; ids that <see cref="TraceOptionId"/> does not name are kept as numbers.</param>
/// <param name="Data">Its bytes, in the file's byte order.</param>
public sealed record TraceOption(TraceOptionId Id, ReadOnlyMemory<byte> Data);
