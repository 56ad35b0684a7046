namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>pointer + index</c>.</summary>
internal sealed class OffsetArg(PrintArg pointer, PrintArg index, bool subtract) : PrintArg(pointer.Type)
{
    public override long Integer(in PrintContext context) => pointer.Integer(context) + Bytes(context);

    public override bool IsTrue(in PrintContext context) => pointer.IsTrue(context);

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes)
    {
        if (!pointer.TryBytes(context, out bytes))
        {
            return false;
        }

        long offset = Bytes(context);
        bytes = offset < 0 || offset > bytes.Length ? default : bytes[(int)offset..];
        return true;
    }

    private long Bytes(in PrintContext context)
    {
        long offset = index.Integer(context) * Type.ElementSize;
        return subtract ? -offset : offset;
    }
}
