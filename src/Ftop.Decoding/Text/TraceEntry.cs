namespace Ftop.Decoding.Text;

/// <summary>One event with what all events have. Borrows the sub-buffer.</summary>
internal readonly ref struct TraceEntry
{
    /// <summary>The record, as long as the ring buffer allotted it.</summary>
    public ReadOnlySpan<byte> Record { get; init; }

    public ulong Timestamp { get; init; }

    /// <summary>The kernel's number of the CPU.</summary>
    public int Cpu { get; init; }

    public ushort TypeId { get; init; }

    public byte Flags { get; init; }

    public byte PreemptCount { get; init; }

    /// <summary>Of kernels with <c>common_preempt_lazy_count</c>.</summary>
    public byte PreemptLazyCount { get; init; }

    /// <summary>Of kernels with <c>common_migrate_disable</c>; others keep it in the upper half of <see cref="PreemptCount"/>.</summary>
    public byte MigrateDisable { get; init; }

    public int Pid { get; init; }
}
