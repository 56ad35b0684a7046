using System.Buffers.Binary;
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

    // Places that they have had on all little-endian machines since 2009: read at once.
    private readonly bool _isUsual;

    public CommonFields(EventFormatTable formats, bool bigEndian)
    {
        EventFormat? any = formats.Formats.FirstOrDefault(format => format.CommonFields.Count > 0);
        _type = Reader(any, "common_type", 0, 2, false, bigEndian);
        _flags = Reader(any, "common_flags", 2, 1, false, bigEndian);
        _preemptCount = Reader(any, "common_preempt_count", 3, 1, false, bigEndian);
        _pid = Reader(any, "common_pid", 4, 4, true, bigEndian);
        HasPreemptLazyCount = any?.Find("common_preempt_lazy_count") is not null;
        HasMigrateDisable = any?.Find("common_migrate_disable") is not null;
        _isUsual = !bigEndian && !HasPreemptLazyCount && !HasMigrateDisable && IsAt(any, "common_type", 0, 2) && IsAt(any, "common_flags", 2, 1)
            && IsAt(any, "common_preempt_count", 3, 1) && IsAt(any, "common_pid", 4, 4);
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
        if (_isUsual && record.Length >= sizeof(ulong))
        {
            ulong common = BinaryPrimitives.ReadUInt64LittleEndian(record);
            return new TraceEntry
            {
                Record = record,
                Timestamp = timestamp,
                Cpu = cpu,
                TypeId = (ushort)common,
                Flags = (byte)(common >> 16),
                PreemptCount = (byte)(common >> 24),
                Pid = (int)(common >> 32),
            };
        }

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

    private static bool IsAt(EventFormat? format, string name, int offset, int size) =>
        format?.Find(name) is not { } field || (field.Kind == FieldKind.Scalar && field.Offset == offset && field.Size == size);

    private static FieldReader Reader(EventFormat? format, string name, int offset, int size, bool signed, bool bigEndian) =>
        new(format?.Find(name) ?? ScalarField.At(name, offset, size, signed), bigEndian);
}
