using System.Text;
using System.Text.RegularExpressions;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.Filters;

/// <summary>An operator with its operands; <see cref="FilterOperator.Not"/> has a right one only.</summary>
internal sealed class FilterOperation(FilterOperator symbol, FilterNode? left, FilterNode right) : FilterNode
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly Regex? _pattern = symbol is FilterOperator.Match or FilterOperator.NotMatch && right is FilterLiteral { Text: byte[] pattern }
        ? new Regex(Encoding.UTF8.GetString(pattern), RegexOptions.CultureInvariant, MatchTimeout)
        : null;

    public override FilterValue Evaluate(in TraceEntry entry, ReadOnlySpan<byte> comm)
    {
        switch (symbol)
        {
            case FilterOperator.Not:
                return FilterValue.Of(!right.Evaluate(entry, comm).IsTrue);
            case FilterOperator.Or:
                return FilterValue.Of(left!.Evaluate(entry, comm).IsTrue || right.Evaluate(entry, comm).IsTrue);
            case FilterOperator.And:
                return FilterValue.Of(left!.Evaluate(entry, comm).IsTrue && right.Evaluate(entry, comm).IsTrue);
        }

        FilterValue a = left!.Evaluate(entry, comm);
        FilterValue b = right.Evaluate(entry, comm);
        if (!a.Exists || !b.Exists)
        {
            return default;
        }

        return a.IsText || b.IsText ? FilterValue.Of(Compare(a, b)) : Calculate(a.Number, b.Number);
    }

    private bool Compare(in FilterValue a, in FilterValue b) => a.IsText && b.IsText && symbol switch
    {
        FilterOperator.Equal => a.Text.SequenceEqual(b.Text),
        FilterOperator.NotEqual => !a.Text.SequenceEqual(b.Text),
        FilterOperator.Match => _pattern?.IsMatch(Encoding.UTF8.GetString(a.Text)) == true,
        FilterOperator.NotMatch => _pattern?.IsMatch(Encoding.UTF8.GetString(a.Text)) == false,
        FilterOperator.Less => a.Text.SequenceCompareTo(b.Text) < 0,
        FilterOperator.LessOrEqual => a.Text.SequenceCompareTo(b.Text) <= 0,
        FilterOperator.Greater => a.Text.SequenceCompareTo(b.Text) > 0,
        FilterOperator.GreaterOrEqual => a.Text.SequenceCompareTo(b.Text) >= 0,
        _ => false,
    };

    // Of 64-bit operands no result but a product of products leaves 128 bits, and that wraps.
    private FilterValue Calculate(Int128 a, Int128 b) => symbol switch
    {
        FilterOperator.Equal => FilterValue.Of(a == b),
        FilterOperator.NotEqual => FilterValue.Of(a != b),
        FilterOperator.Less => FilterValue.Of(a < b),
        FilterOperator.LessOrEqual => FilterValue.Of(a <= b),
        FilterOperator.Greater => FilterValue.Of(a > b),
        FilterOperator.GreaterOrEqual => FilterValue.Of(a >= b),
        FilterOperator.BitAnd => FilterValue.Of(a & b),
        FilterOperator.BitOr => FilterValue.Of(a | b),
        FilterOperator.BitXor => FilterValue.Of(a ^ b),
        FilterOperator.Add => FilterValue.Of(a + b),
        FilterOperator.Subtract => FilterValue.Of(a - b),
        FilterOperator.Multiply => FilterValue.Of(a * b),
        FilterOperator.Divide when b != 0 && !(a == Int128.MinValue && b == -1) => FilterValue.Of(a / b),
        FilterOperator.Remainder when b != 0 && !(a == Int128.MinValue && b == -1) => FilterValue.Of(a % b),
        _ => default,
    };
}
