namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>-x</c>, <c>~x</c>, <c>!x</c>.</summary>
internal sealed class UnaryArg(char op, PrintArg operand) : PrintArg(op == '!' ? CType.Int : operand.Type.Promoted)
{
    public override long Integer(in PrintContext context)
    {
        long value = operand.Integer(context);
        return Type.Convert(op switch
        {
            '-' => -value,
            '~' => ~value,
            _ => value == 0 && !operand.TryBytes(context, out _) ? 1 : 0,
        });
    }
}
