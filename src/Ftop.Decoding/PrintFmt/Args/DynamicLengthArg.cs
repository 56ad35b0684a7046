using Ftop.Decoding.Formats;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>__get_dynamic_array_len(field)</c>: bytes.</summary>
internal sealed class DynamicLengthArg(FormatField field, bool bigEndian) : PrintArg(CType.Int)
{
    private readonly FieldReader _reader = new(field, bigEndian);

    public override long Integer(in PrintContext context) => _reader.TryReadBytes(context.Record, out ReadOnlySpan<byte> bytes) ? bytes.Length : 0;
}
