using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>(TYPE)x</c>: cuts or extends a number, or changes what a pointer points to.</summary>
internal sealed class CastArg(CType type, PrintArg operand) : PrintArg(type)
{
    public PrintArg Operand => operand;

    public override long Integer(in PrintContext context) => Type.Convert(operand.Integer(context));

    public override bool IsTrue(in PrintContext context) => Type.IsPointer ? operand.IsTrue(context) : Integer(context) != 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes) => operand.TryBytes(context, out bytes);

    public override void WriteText(in PrintContext context, TextBuffer text) => operand.WriteText(context, text);
}
