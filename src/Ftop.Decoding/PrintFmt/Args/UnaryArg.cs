namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>-x</c>, <c>~x</c>, <c>!x</c>.</summary>
internal sealed class UnaryArg(char op, PrintArg operand) : PrintArg(op == '!' ? CType.Int : operand.Type.Promoted)
{
    public override long Integer(in PrintContext context) => Type.Convert(op switch
    {
        '-' => -operand.Integer(context),
        '~' => ~operand.Integer(context),
        _ => operand.IsTrue(context) ? 0 : 1,
    });
}
