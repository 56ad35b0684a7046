namespace Ftop.Aggregation.Windows;

/// <summary>A time of the trace clock.</summary>
/// <param name="Units">Nanoseconds, or what a clock that only counts counts.</param>
/// <param name="IsNs">Which of both.</param>
public readonly record struct ClockTime(ulong Units, bool IsNs);
