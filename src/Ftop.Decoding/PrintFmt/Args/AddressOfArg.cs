namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>&amp;REC->field</c>.</summary>
internal sealed class AddressOfArg(FieldArg field, int longSizeBytes)
    : PrintArg(new CType(longSizeBytes, false, true, Math.Clamp(field.Field.ElementSize, 1, 8), field.Field.Signed))
{
    public override long Integer(in PrintContext context) => 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes) => field.TryFieldBytes(context, out bytes);
}
