namespace Ftop.Decoding;

/// <summary>The kernel's own counts for one CPU, as in <c>per_cpu/cpuN/stats</c> (kernel/trace/trace.c, tracing_stats_read).</summary>
/// <param name="Entries">Events that wait to be read.</param>
/// <param name="Overrun">Events overwritten before they were read, since the buffer was last cleared.</param>
/// <param name="CommitOverrun">Events refused because an interrupted writer held the buffer; 0 on a sound kernel.</param>
/// <param name="Bytes">Bytes that wait to be read.</param>
/// <param name="DroppedEvents">Events refused because the buffer was full, in no-overwrite mode.</param>
/// <param name="ReadEvents">Events read.</param>
public readonly record struct CpuStats(long Entries, long Overrun, long CommitOverrun, long Bytes, long DroppedEvents, long ReadEvents);
