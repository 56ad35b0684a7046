using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt.Args;
using Ftop.Decoding.PrintFmt.Conversions;

namespace Ftop.Decoding.PrintFmt;

/// <summary>
/// Reads the line <c>print fmt:</c> of a format file: a printf format and C expressions over the record
/// (<c>include/trace/stages/stage3_trace_output.h</c>; <c>tep_parse_format</c>).
/// <code>"prev_comm=%s … ==> next_comm=%s", REC->prev_comm, …, __print_flags(REC->prev_state &amp; 15, "|", { 1, "S" }, …), REC->next_comm</code>
/// </summary>
public ref partial struct PrintFmtParser
{
    // More than any kernel's print fmt has, by far: they bound stack, memory and time that hostile input can use.
    private const int MaxDepth = 64;
    private const int MaxOperators = 1024;
    private const int MaxConversions = 512;
    private const int MaxTokens = 1 << 16;
    private const int MaxUnknownNames = 64;

    private readonly ReadOnlySpan<char> _text;
    private readonly EventFormat _format;
    private readonly List<PrintFmtToken> _tokens = [];
    private readonly List<string> _unknownNames = [];
    private readonly int _longSizeBytes;
    private readonly bool _bigEndian;
    private int _next;
    private int _depth;
    private int _operators;
    private int _unknownUses;
    private TextDiagnostic? _failure;

    private PrintFmtParser(EventFormat format, int longSizeBytes, bool bigEndian)
    {
        _text = format.PrintFmt;
        _format = format;
        _longSizeBytes = longSizeBytes;
        _bigEndian = bigEndian;
        var lexer = new PrintFmtLexer(_text);
        PrintFmtToken token;
        do
        {
            token = lexer.Next();
            if (_tokens.Count == MaxTokens)
            {
                FailLimitAt(token.Start, MaxTokens, "words and signs");
                token = new PrintFmtToken(PrintFmtTokenKind.End, token.Start, 0);
            }

            _tokens.Add(token);
        }
        while (token.Kind != PrintFmtTokenKind.End);
    }

    private readonly PrintFmtToken Current => _tokens[_next];

    /// <summary>Reads the print fmt of <paramref name="format"/>.</summary>
    /// <param name="format">The event; its fields give the expressions their types.</param>
    /// <param name="parsed">Null if it has what nobody outside the kernel can evaluate; the event's fields can be shown instead.</param>
    /// <param name="diagnostic">What was not understood, and where in <see cref="EventFormat.PrintFmt"/>.</param>
    /// <param name="longSizeBytes">The traced kernel's long.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public static bool TryParse(
        EventFormat format, [NotNullWhen(true)] out ParsedPrintFmt? parsed, out TextDiagnostic diagnostic, int longSizeBytes = 8, bool bigEndian = false)
    {
        ArgumentNullException.ThrowIfNull(format);
        var parser = new PrintFmtParser(format, longSizeBytes, bigEndian);
        PrintPiece[]? pieces = parser.ParsePieces();
        parsed = null;
        diagnostic = parser._failure ?? default;
        if (pieces is null || parser._failure is not null)
        {
            return false;
        }

        parsed = new ParsedPrintFmt(pieces, [.. parser._unknownNames], bigEndian);
        return true;
    }

    private PrintPiece[]? ParsePieces()
    {
        if (_failure is not null)
        {
            return null;
        }

        if (Current.Kind != PrintFmtTokenKind.Text)
        {
            Fail("expected a string literal");
            return null;
        }

        int formatStart = Current.Start;
        byte[] format = ParseStrings();
        List<PrintPiece> pieces = [];
        int index = 0;
        while (index < format.Length)
        {
            if (!FormatString.TryReadNext(format, ref index, _longSizeBytes, out ReadOnlySpan<byte> literal, out ConversionSpec spec))
            {
                FailAt(formatStart, $"'%{spec.Specifier}' is no conversion of printf");
                return null;
            }

            if (spec.Specifier == 'p' && !PointerConversion.IsSupported(spec.Extension))
            {
                FailAt(formatStart, $"'%p{spec.Extension}' can only be looked up in the running kernel");
                return null;
            }

            if (pieces.Count == MaxConversions)
            {
                FailLimit(MaxConversions, "conversions");
                return null;
            }

            int unknownBefore = _unknownUses;
            PrintArg? width = spec.WidthIsArgument ? ParseNextArgument() : null;
            PrintArg? precision = spec.PrecisionIsArgument ? ParseNextArgument() : null;
            int argumentStart = _next;
            PrintArg? arg = spec.Specifier is '\0' or '%' ? null : ParseNextArgument();
            if (arg is null && _failure is { IsLimit: false } && spec is { Specifier: 'p', Extension: "" } && TrySkipArgument(argumentStart))
            {
                (arg, _failure, _depth) = (new UnknownNameArg(), null, 0);
                _unknownUses++;
            }

            pieces.Add(new PrintPiece(literal.ToArray(), spec, arg, width, precision, _unknownUses != unknownBefore));
            if (_failure is not null)
            {
                return null;
            }
        }

        // A closing parenthesis too many is seen in the wild; arguments that no conversion takes are not.
        while (Is(")"))
        {
            _next++;
        }

        if (Is(","))
        {
            return ParseUnused() ? [.. pieces] : null;
        }

        if (Current.Kind != PrintFmtTokenKind.End)
        {
            Fail("expected the end of the print fmt");
            return null;
        }

        return [.. pieces];
    }

    // An address that only the kernel can compute (arm64: page=%p from vmemmap and memstart_addr) is worth no more than a question mark.
    private bool TrySkipArgument(int start)
    {
        _next = start;
        if (!TryTake(","))
        {
            return false;
        }

        for (int depth = 0; Current.Kind is not (PrintFmtTokenKind.End or PrintFmtTokenKind.Invalid); _next++)
        {
            if (depth == 0 && (Is(",") || Is(")")))
            {
                break;
            }

            depth += Is("(") || Is("[") || Is("{") ? 1 : Is(")") || Is("]") || Is("}") ? -1 : 0;
        }

        return Current.Kind != PrintFmtTokenKind.Invalid;
    }

    // printf evaluates and ignores them.
    private bool ParseUnused()
    {
        while (TryTake(","))
        {
            ParseExpression();
        }

        if (_failure is null && Current.Kind != PrintFmtTokenKind.End)
        {
            Fail("expected the end of the print fmt");
        }

        return _failure is null;
    }

    private PrintArg? ParseNextArgument() => Expect(",") ? ParseExpression() : null;

    // Adjacent literals are one.
    private byte[] ParseStrings()
    {
        var bytes = new List<byte>();
        Span<byte> utf8 = stackalloc byte[4];
        while (Current.Kind == PrintFmtTokenKind.Text)
        {
            ReadOnlySpan<char> content = _text.Slice(Current.Start + 1, Current.Length - 2);
            int index = 0;
            while (index < content.Length)
            {
                if (content[index] == '\\')
                {
                    bytes.Add((byte)PrintFmtLexer.ReadCharacter(content, ref index));
                    continue;
                }

                Rune.DecodeFromUtf16(content[index..], out Rune rune, out int consumed);
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                index += consumed;
            }

            _next++;
        }

        return [.. bytes];
    }

    private readonly ReadOnlySpan<char> TextOf(PrintFmtToken token) => _text.Slice(token.Start, token.Length);

    private readonly bool Is(scoped ReadOnlySpan<char> punctuator) => IsAt(_next, punctuator);

    private readonly bool IsAt(int index, scoped ReadOnlySpan<char> punctuator) => index < _tokens.Count
        && _tokens[index].Kind == PrintFmtTokenKind.Punctuator && TextOf(_tokens[index]).SequenceEqual(punctuator);

    private bool TryTake(scoped ReadOnlySpan<char> punctuator)
    {
        bool taken = Is(punctuator);
        _next += taken ? 1 : 0;
        return taken;
    }

    private bool Expect(scoped ReadOnlySpan<char> punctuator)
    {
        if (TryTake(punctuator))
        {
            return true;
        }

        Fail($"expected '{punctuator}'");
        return false;
    }

    private PrintArg? FailLimit(int most, string what) => FailLimitAt(Current.Start, most, what);

    private PrintArg? FailLimitAt(int position, int most, string what)
    {
        _failure ??= TextDiagnostic.At(_text, position, $"expected at most {most} {what}") with { IsLimit = true };
        return null;
    }

    private PrintArg? Fail(string message) => FailAt(Current.Start, message);

    private PrintArg? FailAt(int position, string message)
    {
        _failure ??= TextDiagnostic.At(_text, position, message);
        return null;
    }
}
