using System.Buffers.Binary;
using Ftop.Decoding.Formats;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>REC->field</c>, <c>__get_str(field)</c>, <c>__get_dynamic_array(field)</c>: the value of a scalar, the bytes of anything else.</summary>
internal sealed class FieldArg(FormatField field, bool bigEndian, int longSizeBytes) : PrintArg(TypeOf(field, longSizeBytes))
{
    private readonly FieldReader _reader = new(field, bigEndian);
    private readonly bool _scalar = field.Kind == FieldKind.Scalar;

    // Of a long of most machines, which is read at once; else where no record reaches.
    private readonly int _wordOffset = field is { Kind: FieldKind.Scalar, Size: sizeof(long), Offset: >= 0 } && !bigEndian ? field.Offset : int.MaxValue;

    public FormatField Field { get; } = field;

    public override long Integer(in PrintContext context)
    {
        ReadOnlySpan<byte> record = context.Record;
        if (_wordOffset <= record.Length - sizeof(long))
        {
            return BinaryPrimitives.ReadInt64LittleEndian(record[_wordOffset..]);
        }

        return _scalar && _reader.TryReadInteger(record, out long value) ? value : 0;
    }

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes)
    {
        if (_scalar)
        {
            bytes = default;
            return false;
        }

        return TryFieldBytes(context, out bytes);
    }

    /// <summary>The field's bytes, also of a scalar: what <c>&amp;REC->field</c> points to. Empty if they lie beyond the record.</summary>
    public bool TryFieldBytes(in PrintContext context, out ReadOnlySpan<byte> bytes)
    {
        _reader.TryReadBytes(context.Record, out bytes);
        return true;
    }

    private static CType TypeOf(FormatField field, int longSizeBytes) => field.Kind == FieldKind.Scalar
        ? new CType(field.Size, field.Signed, field.IsPointer)
        : new CType(longSizeBytes, false, true, Math.Clamp(field.ElementSize, 1, 8), field.Signed);
}
