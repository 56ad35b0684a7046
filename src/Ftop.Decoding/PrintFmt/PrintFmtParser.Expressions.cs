using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt.Args;

namespace Ftop.Decoding.PrintFmt;

public ref partial struct PrintFmtParser
{
    private const int LowestPrecedence = 1;
    private const int MaxTypeWords = 16;

    private static BinaryOperator? OperatorOf(ReadOnlySpan<char> text, out int precedence)
    {
        (BinaryOperator? op, precedence) = text switch
        {
            "*" => (BinaryOperator.Multiply, 10),
            "/" => (BinaryOperator.Divide, 10),
            "%" => (BinaryOperator.Remainder, 10),
            "+" => (BinaryOperator.Add, 9),
            "-" => (BinaryOperator.Subtract, 9),
            "<<" => (BinaryOperator.ShiftLeft, 8),
            ">>" => (BinaryOperator.ShiftRight, 8),
            "<" => (BinaryOperator.Less, 7),
            "<=" => (BinaryOperator.LessOrEqual, 7),
            ">" => (BinaryOperator.Greater, 7),
            ">=" => (BinaryOperator.GreaterOrEqual, 7),
            "==" => (BinaryOperator.Equal, 6),
            "!=" => (BinaryOperator.NotEqual, 6),
            "&" => (BinaryOperator.And, 5),
            "^" => (BinaryOperator.ExclusiveOr, 4),
            "|" => (BinaryOperator.Or, 3),
            "&&" => (BinaryOperator.LogicalAnd, 2),
            "||" => (BinaryOperator.LogicalOr, LowestPrecedence),
            _ => ((BinaryOperator?)null, 0),
        };
        return op;
    }

    private PrintArg? ParseExpression()
    {
        if (++_depth > MaxDepth)
        {
            FailLimit(MaxDepth, "nested expressions");
        }

        PrintArg? condition = _failure is null ? ParseBinary(LowestPrecedence) : null;
        if (condition is not null && TryTake("?"))
        {
            PrintArg? first = ParseExpression();
            PrintArg? second = first is not null && Expect(":") ? ParseExpression() : null;
            condition = second is null ? null : new TernaryArg(condition, first!, second);
        }

        _depth--;
        return condition;
    }

    private PrintArg? ParseBinary(int minPrecedence)
    {
        PrintArg? left = ParseUnary();
        while (left is not null && Current.Kind == PrintFmtTokenKind.Punctuator
            && OperatorOf(TextOf(Current), out int precedence) is { } op && precedence >= minPrecedence)
        {
            if (++_operators > MaxOperators)
            {
                return FailLimit(MaxOperators, "operators");
            }

            _next++;
            PrintArg? right = ParseBinary(precedence + 1);
            if (right is null)
            {
                return null;
            }

            bool additive = op is BinaryOperator.Add or BinaryOperator.Subtract;
            left = additive && left.Type.IsPointer && !right.Type.IsPointer
                ? new OffsetArg(left, right, op == BinaryOperator.Subtract)
                : new BinaryArg(op, left, right);
        }

        return left;
    }

    private PrintArg? ParseUnary()
    {
        if (++_depth > MaxDepth)
        {
            return FailLimit(MaxDepth, "nested expressions");
        }

        PrintArg? arg = ParsePrefixed();
        _depth--;
        return arg;
    }

    private PrintArg? ParsePrefixed()
    {
        if (TryTake("+"))
        {
            return ParseUnary();
        }

        foreach (char op in "-~!")
        {
            if (TryTake([op]))
            {
                return ParseUnary() is { } operand ? new UnaryArg(op, operand) : null;
            }
        }

        if (TryTake("*"))
        {
            return ParseUnary() is { } pointer ? Element(pointer, new NumberArg(0, CType.Int)) : null;
        }

        if (Is("&"))
        {
            int position = Current.Start;
            _next++;
            return ParseUnary() switch
            {
                null => null,
                FieldArg { Field.Kind: FieldKind.Scalar } field => new AddressOfArg(field, _longSizeBytes),
                FieldArg array => array,
                _ => FailAt(position, "expected a field behind '&'"),
            };
        }

        if (Is("(") && TryParseCast(out CType type, out bool known))
        {
            PrintArg? operand = ParseUnary();
            return operand is null || !known ? operand : new CastArg(type, operand);
        }

        return ParsePostfix(ParsePrimary());
    }

    // A parenthesis that holds only words and stars is a cast if the words are a type's, or if an operand follows.
    private bool TryParseCast(out CType type, out bool known)
    {
        type = default;
        known = false;
        int index = _next + 1;
        var words = new StringBuilder();
        bool typeWord = false;
        while (_tokens[index].Kind == PrintFmtTokenKind.Identifier && index - _next <= MaxTypeWords)
        {
            ReadOnlySpan<char> word = TextOf(_tokens[index]);
            typeWord |= CTypeNames.IsTypeWord(word);
            words.Append(words.Length == 0 ? "" : " ").Append(word);
            index++;
        }

        bool pointer = IsAt(index, "*");
        for (; IsAt(index, "*") && index - _next <= 2 * MaxTypeWords; index++)
        {
            words.Append('*');
        }

        if (words.Length == 0 || !IsAt(index, ")") || words.ToString() == "REC")
        {
            return false;
        }

        bool operandFollows = _tokens[index + 1].Kind is PrintFmtTokenKind.Identifier or PrintFmtTokenKind.Number || IsAt(index + 1, "(");
        if (!typeWord && !pointer && !operandFollows)
        {
            return false;
        }

        known = CTypeNames.TryParse(words.ToString(), _longSizeBytes, out type);
        _next = index + 1;
        return true;
    }

    private PrintArg? ParsePostfix(PrintArg? arg)
    {
        while (arg is not null)
        {
            if (TryTake("["))
            {
                PrintArg? index = ParseExpression();
                arg = index is not null && Expect("]") ? Element(arg, index) : null;
            }
            else if (Is("->") || Is("."))
            {
                return Fail("what a pointer or a struct holds is not in the format");
            }
            else
            {
                break;
            }
        }

        return arg;
    }

    private PrintArg? Element(PrintArg array, PrintArg index)
    {
        // An element at a known place is a field of its own.
        if (array is FieldArg { Field: { Kind: FieldKind.StaticArray or FieldKind.CharArray, ElementSize: 1 or 2 or 4 or 8 } field }
            && index is NumberArg && index.Integer(default) is >= 0 and long place && place < field.Count)
        {
            FormatField element = field with
            {
                Kind = FieldKind.Scalar,
                Offset = field.Offset + ((int)place * field.ElementSize),
                Size = field.ElementSize,
                Count = 1,
                TypeText = field.Signed ? "int" : "unsigned int",
                IsText = false,
            };
            return new FieldArg(element, _bigEndian, _longSizeBytes);
        }

        return ElementOf(array, index);
    }

    private PrintArg? ElementOf(PrintArg array, PrintArg index) => array.Type.IsPointer && array.Type.ElementSize is 1 or 2 or 4 or 8
        ? new ElementArg(array, index, _bigEndian)
        : Fail("expected an array");

    private PrintArg? ParsePrimary()
    {
        PrintFmtToken token = Current;
        switch (token.Kind)
        {
            case PrintFmtTokenKind.Number:
                if (!PrintFmtLexer.TryReadNumber(TextOf(token), _longSizeBytes, out ulong value, out int size, out bool signed))
                {
                    return Fail("expected a number of C");
                }

                _next++;
                return new NumberArg((long)value, new CType(size, signed));
            case PrintFmtTokenKind.Character:
                int index = token.Start + 1;
                if (token.Length < 3)
                {
                    return Fail("expected a character");
                }

                _next++;
                return new NumberArg(PrintFmtLexer.ReadCharacter(_text, ref index), CType.Int);
            case PrintFmtTokenKind.Text:
                return new StringArg(ParseStrings(), _longSizeBytes);
            case PrintFmtTokenKind.Identifier:
                return ParseName();
        }

        if (IsAt(_next, "(") && IsAt(_next + 1, "{"))
        {
            return Fail("a statement expression can only be run by the kernel");
        }

        if (IsAt(_next, "(") && IsAt(_next + 2, ")") && TextOf(_tokens[_next + 1]) is "REC")
        {
            _next += 3;
            return ParseField();
        }

        if (!TryTake("("))
        {
            return Fail("expected an expression");
        }

        PrintArg? inner = ParseExpression();
        return inner is not null && Expect(")") ? inner : null;
    }

    private PrintArg? ParseName()
    {
        PrintFmtToken token = Current;
        _next++;
        if (TextOf(token) is "REC")
        {
            return ParseField();
        }

        if (Is("("))
        {
            return ParseCall(token);
        }

        string name = TextOf(token).ToString();
        if (KernelConstants.TryFind(name, out long value))
        {
            return new NumberArg(value, CType.Int);
        }

        _unknownUses++;
        if (_unknownNames.Count < MaxUnknownNames && !_unknownNames.Contains(name))
        {
            _unknownNames.Add(name);
        }

        return new UnknownNameArg();
    }

    // Behind REC.
    private FieldArg? ParseField() => Expect("->") && FieldOf(Current) is { } field ? new FieldArg(field, _bigEndian, _longSizeBytes) : null;

    private FormatField? FieldOf(PrintFmtToken token)
    {
        FormatField? field = token.Kind == PrintFmtTokenKind.Identifier ? _format.Find(TextOf(token)) : null;
        if (field is null)
        {
            Fail("expected a field of the event");
            return null;
        }

        _next++;
        return field;
    }
}
