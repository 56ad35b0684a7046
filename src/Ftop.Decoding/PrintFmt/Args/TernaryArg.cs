using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>condition ? first : second</c>, of numbers or of strings.</summary>
internal sealed class TernaryArg(PrintArg condition, PrintArg first, PrintArg second)
    : PrintArg(first.Type.IsPointer ? first.Type : second.Type.IsPointer ? second.Type : CType.Common(first.Type, second.Type))
{
    public override long Integer(in PrintContext context) => Type.Convert(Chosen(context).Integer(context));

    public override bool IsTrue(in PrintContext context) => Chosen(context).IsTrue(context);

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes) => Chosen(context).TryBytes(context, out bytes);

    public override void WriteText(in PrintContext context, TextBuffer text) => Chosen(context).WriteText(context, text);

    private PrintArg Chosen(in PrintContext context) =>
        condition.IsTrue(context) ? first : second;
}
