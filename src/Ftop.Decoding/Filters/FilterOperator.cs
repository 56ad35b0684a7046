namespace Ftop.Decoding.Filters;

/// <summary>The operators of a filter.</summary>
internal enum FilterOperator
{
    Or,
    And,
    Not,
    Equal,
    NotEqual,
    Match,
    NotMatch,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    BitAnd,
    BitOr,
    BitXor,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}
