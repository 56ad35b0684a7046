namespace Ftop.Aggregation;

/// <summary>One CPU's buffer during one window.</summary>
/// <param name="Events">Events counted.</param>
/// <param name="Missed">Events lost, as the sub-buffers say; at least this many where <paramref name="IsMissedUnknown"/>.</param>
/// <param name="IsMissedUnknown">Whether a sub-buffer told of lost events without saying how many.</param>
/// <param name="Overrun">Events overwritten, by the kernel's count.</param>
/// <param name="Dropped">Events refused, by the kernel's count.</param>
internal readonly record struct CpuCounts(long Events, long Missed, bool IsMissedUnknown, long Overrun, long Dropped);
