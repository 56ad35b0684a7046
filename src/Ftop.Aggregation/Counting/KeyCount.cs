namespace Ftop.Aggregation.Counting;

/// <summary>One key of a table and how often it was counted.</summary>
internal readonly record struct KeyCount(ulong Key, long Count);
