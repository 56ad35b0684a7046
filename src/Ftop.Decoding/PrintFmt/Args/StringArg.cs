namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>A string literal.</summary>
internal sealed class StringArg(byte[] text, int longSizeBytes) : PrintArg(new CType(longSizeBytes, false, true))
{
    public ReadOnlySpan<byte> Text => text;

    public override long Integer(in PrintContext context) => 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes)
    {
        bytes = text;
        return true;
    }
}
