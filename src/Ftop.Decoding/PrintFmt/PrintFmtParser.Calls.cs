using Ftop.Decoding.PrintFmt.Args;

namespace Ftop.Decoding.PrintFmt;

public ref partial struct PrintFmtParser
{
    private const int NsPerSec = 1_000_000_000;

    // Each is compared with each value; of named numbers, which are looked up in a table, there may be any number.
    private const int MaxFlags = 1024;

    // At the opening parenthesis behind a name.
    private PrintArg? ParseCall(PrintFmtToken name)
    {
        _next++;
        ReadOnlySpan<char> function = TextOf(name);
        PrintArg? result = function switch
        {
            "__print_flags" => ParseFlags(UnsignedLong),
            "__print_flags_u64" => ParseFlags(CType.UnsignedLongLong),
            "__print_symbolic" => ParseSymbolic(UnsignedLong),
            "__print_symbolic_u64" => ParseSymbolic(CType.UnsignedLongLong),
            "__get_str" or "__get_rel_str" or "__get_dynamic_array" or "__get_rel_dynamic_array" or "__get_buf" => ParseFieldName(),
            "__get_dynamic_array_len" or "__get_rel_dynamic_array_len" => FieldOf(Current) is { } field ? new DynamicLengthArg(field, _bigEndian) : null,
            "__get_bitmask" or "__get_rel_bitmask" => ParseBitmask(list: false),
            "__get_cpumask" or "__get_rel_cpumask" => ParseBitmask(list: true),
            "__get_sockaddr" or "__get_rel_sockaddr" or "__get_sockaddr_rel" =>
                ParseFieldName() is { } field ? new SockaddrArg(field, _bigEndian, _longSizeBytes) : null,
            "__print_hex" => ParseHex(blanks: true),
            "__print_hex_str" => ParseHex(blanks: false),
            "__print_array" => ParseArguments(3) is { } a ? new ArrayArg(a[0], a[1], a[2], _bigEndian) : null,
            "__print_dynamic_array" => ParseDynamicArray(),
            "__print_hex_dump" => ParseHexDump(),
            "__print_ns_to_secs" => ParseArguments(1) is { } a ? OfNs(BinaryOperator.Divide, a[0]) : null,
            "__print_ns_without_secs" => ParseArguments(1) is { } a ? new CastArg(new CType(4, false), OfNs(BinaryOperator.Remainder, a[0])) : null,
            "__builtin_expect" => ParseArguments(2) is { } a ? a[0] : null,
            "likely" or "unlikely" => ParseExpression(),
            "pte_val" or "pmd_val" or "pud_val" or "p4d_val" or "pgd_val" or "native_make_pte" or "native_make_pmd" or "native_make_pud"
                or "native_make_p4d" or "native_make_pgd" or "__pte" or "__pmd" => ParseExpression(),
            "sizeof" => ParseSizeof(),
            _ => FailAt(name.Start, $"'{Excerpt.Of(function)}()' can only be called in the kernel"),
        };
        return result is not null && Expect(")") ? ParsePostfix(result) : null;
    }

    private readonly CType UnsignedLong => new(_longSizeBytes, false);

    private static BinaryArg OfNs(BinaryOperator op, PrintArg ns) =>
        new(op, new CastArg(CType.UnsignedLongLong, ns), new NumberArg(NsPerSec, CType.UnsignedLongLong));

    private FieldArg? ParseFieldName() => FieldOf(Current) is { } field ? new FieldArg(field, _bigEndian, _longSizeBytes) : null;

    private BitmaskArg? ParseBitmask(bool list) =>
        ParseFieldName() is { } field ? new BitmaskArg(field, list, _bigEndian, _longSizeBytes) : null;

    private HexArg? ParseHex(bool blanks) => ParseArguments(2) is { } arguments ? new HexArg(arguments[0], arguments[1], blanks) : null;

    private ArrayArg? ParseDynamicArray() => ParseFieldName() is { } field && Expect(",") && ParseExpression() is { } elementSize
        ? new ArrayArg(field, null, elementSize, _bigEndian)
        : null;

    private HexDumpArg? ParseHexDump()
    {
        byte[] prefix = ParseStrings();
        return Expect(",") && ParseArguments(6) is { } arguments ? new HexDumpArg(prefix, arguments, _bigEndian) : null;
    }

    private PrintArg[]? ParseArguments(int count)
    {
        var arguments = new PrintArg[count];
        for (int i = 0; i < count; i++)
        {
            if ((i > 0 && !Expect(",")) || ParseExpression() is not { } argument)
            {
                return null;
            }

            arguments[i] = argument;
        }

        return arguments;
    }

    private FlagsArg? ParseFlags(CType type)
    {
        if (ParseExpression() is not { } value || !Expect(","))
        {
            return null;
        }

        byte[] delimiter = ParseStrings();
        int start = Current.Start;
        if (!Expect(",") || ParseNamedValues(type) is not { } entries)
        {
            return null;
        }

        if (entries.Length > MaxFlags)
        {
            FailLimitAt(start, MaxFlags, "flags");
            return null;
        }

        return new FlagsArg(value, delimiter, entries, type);
    }

    private SymbolicArg? ParseSymbolic(CType type) =>
        ParseExpression() is { } value && Expect(",") && ParseNamedValues(type) is { } entries ? new SymbolicArg(value, entries, type) : null;

    // { value, "name" }, …; the values are constants. One whose value is not known matches nothing.
    private NamedValue[]? ParseNamedValues(CType type)
    {
        List<NamedValue> entries = [];
        do
        {
            if (Is(")"))
            {
                break;
            }

            // A table that the kernel's configuration left empty.
            if (IsAt(_next, "{") && IsAt(_next + 1, "}"))
            {
                _next += 2;
                continue;
            }

            // The list may be in braces of its own.
            if (IsAt(_next, "{") && IsAt(_next + 1, "{"))
            {
                _next++;
            }

            int unknownBefore = _unknownUses;
            int operatorsBefore = _operators;
            if (!Expect("{") || ParseExpression() is not { } value || !Expect(","))
            {
                return null;
            }

            bool named = Current.Kind == PrintFmtTokenKind.Text;
            byte[] name = named ? ParseStrings() : [];
            if (!named && ParseExpression() is null)
            {
                return null;
            }

            if (!Expect("}"))
            {
                return null;
            }

            TryTake("}");
            if (named && _unknownUses == unknownBefore)
            {
                entries.Add(new NamedValue((ulong)type.Convert(value.Integer(default)), name));
            }

            (_unknownUses, _operators) = (unknownBefore, operatorsBefore);
        }
        while (TryTake(","));
        return [.. entries];
    }

    private NumberArg? ParseSizeof()
    {
        int start = _next;
        var type = new System.Text.StringBuilder();
        while (Current.Kind == PrintFmtTokenKind.Identifier && TextOf(Current) is not "REC" && _next - start < MaxTypeWords)
        {
            type.Append(type.Length == 0 ? "" : " ").Append(TextOf(Current));
            _next++;
        }

        while (TryTake("*"))
        {
            type.Append('*');
        }

        if (type.Length > 0 && Is(")"))
        {
            if (CTypeNames.TryParse(type.ToString(), _longSizeBytes, out CType parsed))
            {
                return new NumberArg(parsed.SizeBytes, UnsignedLong);
            }

            Fail($"the size of '{Excerpt.Of(type.ToString())}' is not in the format");
            return null;
        }

        _next = start;
        return ParseExpression() switch
        {
            null => null,
            FieldArg { Field: { Size: > 0 } field } => new NumberArg(field.Size, UnsignedLong),
            { } expression => new NumberArg(expression.Type.SizeBytes, UnsignedLong),
        };
    }
}
