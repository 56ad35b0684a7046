using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text;

/// <summary>Reads the <c>common_…</c> fields, whose places differ between kernels but not between events of one.</summary>
internal sealed class CommonFields
{
    private readonly FieldReader _type;
    private readonly FieldReader _flags;
    private readonly FieldReader _preemptCount;
    private readonly FieldReader _pid;

    public CommonFields(EventFormatTable formats, bool bigEndian)
    {
        EventFormat? any = formats.Formats.FirstOrDefault(format => format.CommonFields.Count > 0);
        _type = Reader(any, "common_type", 0, 2, false, bigEndian);
        _flags = Reader(any, "common_flags", 2, 1, false, bigEndian);
        _preemptCount = Reader(any, "common_preempt_count", 3, 1, false, bigEndian);
        _pid = Reader(any, "common_pid", 4, 4, true, bigEndian);
    }

    /// <summary>Reads <c>common_type</c>.</summary>
    public FieldReader Type => _type;

    public TraceEntry Read(ReadOnlySpan<byte> record, ulong timestamp, int cpu)
    {
        _type.TryReadInteger(record, out long type);
        _flags.TryReadInteger(record, out long flags);
        _preemptCount.TryReadInteger(record, out long preemptCount);
        _pid.TryReadInteger(record, out long pid);
        return new TraceEntry
        {
            Record = record,
            Timestamp = timestamp,
            Cpu = cpu,
            TypeId = (ushort)type,
            Flags = (byte)flags,
            PreemptCount = (byte)preemptCount,
            Pid = (int)pid,
        };
    }

    private static FieldReader Reader(EventFormat? format, string name, int offset, int size, bool signed, bool bigEndian) =>
        new(format?.Find(name) ?? ScalarField.At(name, offset, size, signed), bigEndian);
}
