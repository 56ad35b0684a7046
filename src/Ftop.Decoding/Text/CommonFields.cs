using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text;

/// <summary>Reads the <c>common_…</c> fields, whose places differ between kernels but not between events of one.</summary>
internal sealed class CommonFields
{
    private readonly FieldReader _type;
    private readonly FieldReader _flags;
    private readonly FieldReader _preemptCount;
    private readonly FieldReader _pid;
    private readonly FieldReader _preemptLazyCount;
    private readonly FieldReader _migrateDisable;

    public CommonFields(EventFormatTable formats, bool bigEndian)
    {
        EventFormat? any = formats.Formats.FirstOrDefault(format => format.CommonFields.Count > 0);
        _type = Reader(any, "common_type", 0, 2, false, bigEndian);
        _flags = Reader(any, "common_flags", 2, 1, false, bigEndian);
        _preemptCount = Reader(any, "common_preempt_count", 3, 1, false, bigEndian);
        _pid = Reader(any, "common_pid", 4, 4, true, bigEndian);
        HasPreemptLazyCount = any?.Find("common_preempt_lazy_count") is not null;
        HasMigrateDisable = any?.Find("common_migrate_disable") is not null;
        _preemptLazyCount = HasPreemptLazyCount ? Reader(any, "common_preempt_lazy_count", 0, 1, false, bigEndian) : default;
        _migrateDisable = HasMigrateDisable ? Reader(any, "common_migrate_disable", 0, 1, false, bigEndian) : default;
    }

    /// <summary>Reads <c>common_type</c>.</summary>
    public FieldReader Type => _type;

    /// <summary>Whether records have it: real-time kernels from 3.x to 6.5, and those of RHEL 8 and 9.</summary>
    public bool HasPreemptLazyCount { get; }

    /// <summary>Whether it has a byte of its own: real-time kernels before 5.12, and those of RHEL 8 and 9.</summary>
    public bool HasMigrateDisable { get; }

    public TraceEntry Read(ReadOnlySpan<byte> record, ulong timestamp, int cpu)
    {
        _type.TryReadInteger(record, out long type);
        _flags.TryReadInteger(record, out long flags);
        _preemptCount.TryReadInteger(record, out long preemptCount);
        _pid.TryReadInteger(record, out long pid);
        long preemptLazyCount = 0;
        long migrateDisable = 0;
        if (HasPreemptLazyCount)
        {
            _preemptLazyCount.TryReadInteger(record, out preemptLazyCount);
        }

        if (HasMigrateDisable)
        {
            _migrateDisable.TryReadInteger(record, out migrateDisable);
        }

        return new TraceEntry
        {
            Record = record,
            Timestamp = timestamp,
            Cpu = cpu,
            TypeId = (ushort)type,
            Flags = (byte)flags,
            PreemptCount = (byte)preemptCount,
            PreemptLazyCount = (byte)preemptLazyCount,
            MigrateDisable = (byte)migrateDisable,
            Pid = (int)pid,
        };
    }

    private static FieldReader Reader(EventFormat? format, string name, int offset, int size, bool signed, bool bigEndian) =>
        new(format?.Find(name) ?? ScalarField.At(name, offset, size, signed), bigEndian);
}
