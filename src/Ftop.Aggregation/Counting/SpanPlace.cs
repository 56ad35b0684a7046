namespace Ftop.Aggregation.Counting;

/// <summary>Where and when a span was.</summary>
/// <param name="Begin">Trace clock, ns.</param>
/// <param name="BeginPid">The task that the begin happened in.</param>
/// <param name="EndPid">The task that the end happened in.</param>
/// <param name="BeginCpu">Index of its CPU.</param>
/// <param name="EndCpu">Index of its CPU.</param>
internal readonly record struct SpanPlace(ulong Begin, int BeginPid, int EndPid, ushort BeginCpu, ushort EndCpu);
