namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>Two operands, computed as C does: in the width and sign of their common type. Division by zero gives 0.</summary>
internal sealed class BinaryArg(BinaryOperator op, PrintArg left, PrintArg right) : PrintArg(TypeOf(op, left.Type, right.Type))
{
    private readonly CType _common = CType.Common(left.Type, right.Type);

    public override long Integer(in PrintContext context)
    {
        if (op is BinaryOperator.LogicalAnd or BinaryOperator.LogicalOr)
        {
            bool truth = left.IsTrue(context);
            bool undecided = truth == (op == BinaryOperator.LogicalAnd);
            return (undecided ? right.IsTrue(context) : truth) ? 1 : 0;
        }

        long first = left.Integer(context);
        long second = right.Integer(context);
        if (op is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight)
        {
            return Type.Convert(Shift(first, (int)second & ((Type.SizeBytes * 8) - 1)));
        }

        first = _common.Convert(first);
        second = _common.Convert(second);
        return Type.Convert(_common.Signed ? Signed(first, second) : Unsigned((ulong)first, (ulong)second));
    }

    private static CType TypeOf(BinaryOperator op, CType left, CType right) => op switch
    {
        BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight => left.Promoted,
        >= BinaryOperator.Less and <= BinaryOperator.NotEqual => CType.Int,
        BinaryOperator.LogicalAnd or BinaryOperator.LogicalOr => CType.Int,
        _ => CType.Common(left, right),
    };

    private long Shift(long value, int count) => op == BinaryOperator.ShiftLeft ? value << count
        : Type.Signed ? value >> count : (long)((ulong)value >> count);

    private long Signed(long first, long second) => op switch
    {
        BinaryOperator.Divide => second is 0 ? 0 : second == -1 ? -first : first / second,
        BinaryOperator.Remainder => second is 0 or -1 ? 0 : first % second,
        BinaryOperator.Less => first < second ? 1 : 0,
        BinaryOperator.LessOrEqual => first <= second ? 1 : 0,
        BinaryOperator.Greater => first > second ? 1 : 0,
        BinaryOperator.GreaterOrEqual => first >= second ? 1 : 0,
        _ => SignBlind(first, second),
    };

    private long Unsigned(ulong first, ulong second) => op switch
    {
        BinaryOperator.Divide => second == 0 ? 0 : (long)(first / second),
        BinaryOperator.Remainder => second == 0 ? 0 : (long)(first % second),
        BinaryOperator.Less => first < second ? 1 : 0,
        BinaryOperator.LessOrEqual => first <= second ? 1 : 0,
        BinaryOperator.Greater => first > second ? 1 : 0,
        BinaryOperator.GreaterOrEqual => first >= second ? 1 : 0,
        _ => SignBlind((long)first, (long)second),
    };

    private long SignBlind(long first, long second) => op switch
    {
        BinaryOperator.Multiply => first * second,
        BinaryOperator.Add => first + second,
        BinaryOperator.Subtract => first - second,
        BinaryOperator.And => first & second,
        BinaryOperator.ExclusiveOr => first ^ second,
        BinaryOperator.Or => first | second,
        BinaryOperator.Equal => first == second ? 1 : 0,
        _ => first != second ? 1 : 0,
    };
}
