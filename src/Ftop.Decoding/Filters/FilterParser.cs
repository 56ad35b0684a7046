using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Filters;

/// <summary>
/// Reads <c>prev_prio &lt; 100 &amp;&amp; (next_comm == "bash" || !(prev_state &amp; 3))</c>, C's operators, of which those of bits bind tighter than comparisons, and binds the names in it to
/// the fields of one format.
/// </summary>
internal ref struct FilterParser
{
    private const int MaxDepth = 100;
    private const int MaxOperators = 1000;

    private static readonly (string Text, FilterOperator Symbol, int Precedence)[] Operators =
    [
        ("||", FilterOperator.Or, 1), ("&&", FilterOperator.And, 2), ("==", FilterOperator.Equal, 6), ("!=", FilterOperator.NotEqual, 6),
        ("=~", FilterOperator.Match, 6), ("!~", FilterOperator.NotMatch, 6), ("<=", FilterOperator.LessOrEqual, 7), (">=", FilterOperator.GreaterOrEqual, 7),
        ("<", FilterOperator.Less, 7), (">", FilterOperator.Greater, 7), ("|", FilterOperator.BitOr, 8), ("^", FilterOperator.BitXor, 9),
        ("&", FilterOperator.BitAnd, 10), ("+", FilterOperator.Add, 11), ("-", FilterOperator.Subtract, 11), ("*", FilterOperator.Multiply, 12),
        ("/", FilterOperator.Divide, 12), ("%", FilterOperator.Remainder, 12),
    ];

    private readonly ReadOnlySpan<char> _text;
    private readonly EventFormat? _format;
    private readonly ISet<string>? _fieldNames;
    private readonly bool _bigEndian;
    private int _index;
    private int _depth;
    private int _operators;
    private TextDiagnostic _fault;

    private FilterParser(ReadOnlySpan<char> text, EventFormat? format, bool bigEndian, ISet<string>? fieldNames)
    {
        _fieldNames = fieldNames;
        _text = text;
        _format = format;
        _bigEndian = bigEndian;
    }

    /// <param name="text">The filter.</param>
    /// <param name="format">Whose fields are meant; null only to look for faults.</param>
    /// <param name="bigEndian">Byte order of the records.</param>
    /// <param name="filter">The filter, if there is no fault.</param>
    /// <param name="fault">Where it is no filter.</param>
    /// <param name="fieldNames">Takes the names of the fields in it; may be null.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, EventFormat? format, bool bigEndian, out FilterNode? filter, out TextDiagnostic fault, ISet<string>? fieldNames = null)
    {
        var parser = new FilterParser(text, format, bigEndian, fieldNames);
        filter = parser.Expression(0);
        if (filter is not null && parser._index < text.Length)
        {
            filter = parser.Fail("expected an operator");
        }

        fault = parser._fault;
        return filter is not null;
    }

    private FilterNode? Expression(int least)
    {
        if (++_depth > MaxDepth)
        {
            return Fail($"more than {MaxDepth} levels");
        }

        FilterNode? left = Operand();
        while (left is not null && TryOperator(least, out FilterOperator symbol, out int precedence))
        {
            if (++_operators > MaxOperators)
            {
                return Fail($"more than {MaxOperators} operators");
            }

            int at = _index;
            FilterNode? right = Expression(precedence + 1);
            left = right is null ? null : Combine(symbol, left, right, at);
        }

        _depth--;
        return left;
    }

    private FilterOperation? Combine(FilterOperator symbol, FilterNode left, FilterNode right, int at)
    {
        try
        {
            return new FilterOperation(symbol, left, right);
        }
        catch (RegexParseException fault)
        {
            _index = at;
            return (FilterOperation?)Fail($"no regular expression: {fault.Message}");
        }
    }

    private bool TryOperator(int least, out FilterOperator symbol, out int precedence)
    {
        SkipBlanks();
        foreach ((string text, FilterOperator known, int knownPrecedence) in Operators)
        {
            if (_text[_index..].StartsWith(text))
            {
                (symbol, precedence) = (known, knownPrecedence);
                if (knownPrecedence < least)
                {
                    return false;
                }

                _index += text.Length;
                return true;
            }
        }

        (symbol, precedence) = (default, 0);
        return false;
    }

    private FilterNode? Operand()
    {
        SkipBlanks();
        if (_index >= _text.Length)
        {
            return Fail("expected a field, a number or a text");
        }

        switch (_text[_index])
        {
            case '!':
                return Prefixed() is { } negated ? new FilterOperation(FilterOperator.Not, null, negated) : Fail("expected what is not to be");
            case '-':
                return Prefixed() is { } number ? new FilterOperation(FilterOperator.Subtract, new FilterLiteral(0), number) : Fail("expected a number");
            case '(':
                return Parenthesised();
            case '"' or '\'':
                return Quoted();
            case char first when char.IsAsciiDigit(first):
                return Number();
            case char first when char.IsAsciiLetter(first) || first == '_':
                string name = Word().ToString();
                _fieldNames?.Add(name);
                return new FilterField(name, _format, _bigEndian);
            default:
                return Fail("expected a field, a number or a text");
        }
    }

    private FilterNode? Prefixed()
    {
        _index++;
        if (++_depth > MaxDepth)
        {
            return Fail($"more than {MaxDepth} levels");
        }

        FilterNode? operand = Operand();
        _depth--;
        return operand;
    }

    private FilterNode? Parenthesised()
    {
        _index++;
        FilterNode? inner = Expression(0);
        SkipBlanks();
        if (inner is null || _index >= _text.Length || _text[_index] != ')')
        {
            return inner is null ? null : Fail("expected ')'");
        }

        _index++;
        return inner;
    }

    private FilterNode? Quoted()
    {
        int length = _text[(_index + 1)..].IndexOf(_text[_index]);
        if (length < 0)
        {
            return Fail("this quote has no end");
        }

        var literal = new FilterLiteral(Encoding.UTF8.GetBytes(_text.Slice(_index + 1, length).ToString()));
        _index += length + 2;
        return literal;
    }

    private FilterNode? Number()
    {
        int start = _index;
        ReadOnlySpan<char> word = Word();
        bool isHex = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (ulong.TryParse(isHex ? word[2..] : word, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong number))
        {
            return new FilterLiteral(number);
        }

        _index = start;
        return Fail("expected a number, decimal or with 0x");
    }

    private ReadOnlySpan<char> Word()
    {
        int start = _index;
        while (_index < _text.Length && (char.IsAsciiLetterOrDigit(_text[_index]) || _text[_index] is '_' or '.'))
        {
            _index++;
        }

        return _text[start.._index];
    }

    private void SkipBlanks()
    {
        while (_index < _text.Length && char.IsWhiteSpace(_text[_index]))
        {
            _index++;
        }
    }

    // The first fault is the one that tells.
    private FilterNode? Fail(string message)
    {
        _fault = _fault.Message is null ? TextDiagnostic.At(_text, _index, message) : _fault;
        return null;
    }
}
