using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt.Args;
using Ftop.Decoding.PrintFmt.Conversions;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt;

/// <summary>A print fmt ready to print records of its event (<c>tep_print_fmt</c>). Immutable.</summary>
public sealed class ParsedPrintFmt
{
    // The kernel's own buffer for a line is 8 KiB (include/linux/trace_seq.h TRACE_SEQ_BUFFER_SIZE); it ends a longer line with the same words.
    private const int MaxLineBytes = 1 << 16;

    private readonly PrintPiece[] _pieces;
    private readonly bool _bigEndian;

    internal ParsedPrintFmt(PrintPiece[] pieces, string[] unknownNames, bool bigEndian)
    {
        _pieces = pieces;
        _bigEndian = bigEndian;
        UnknownNames = unknownNames;
    }

    /// <summary>Enum constants and macros that the kernel left as names, so that what depends on them is not printed as the kernel prints it.</summary>
    public IReadOnlyList<string> UnknownNames { get; }

    /// <summary>What its conversions print, in their order.</summary>
    internal IEnumerable<PrintArg> Args => _pieces.Select(piece => piece.Arg).OfType<PrintArg>();

    /// <summary>What it prints as names of functions and variables: <c>%pS</c>, <c>%ps</c>, <c>%pF</c>, <c>%pf</c>, <c>%pB</c>.</summary>
    internal IEnumerable<PrintArg> Symbols =>
        _pieces.Where(piece => piece is { Arg: not null, Spec: { Specifier: 'p', Extension: ['S' or 's' or 'F' or 'f' or 'B', ..] } }).Select(piece => piece.Arg!);

    /// <summary>Writes one record's text, without the event's name and without a newline.</summary>
    /// <param name="record">From <c>common_type</c> on.</param>
    /// <param name="names">What addresses stand for.</param>
    /// <param name="text">Where to.</param>
    /// <param name="firstPieceIndex">Conversions to leave out, with the literals before them: probes print their address in another way.</param>
    /// <param name="marksFaults">Whether a string of no bytes, not even a NUL, is one that could not be fetched (<c>kernel/trace/trace_probe.c print_type_string</c>): <c>fn=(fault)</c> in place of <c>fn=""</c>.</param>
    internal void Write(ReadOnlySpan<byte> record, PrintNames names, TextBuffer text, int firstPieceIndex = 0, bool marksFaults = false)
    {
        bool isBehindFault = false;
        var context = new PrintContext(record, names, text.Length + MaxLineBytes);
        foreach (PrintPiece piece in _pieces.AsSpan(Math.Min(firstPieceIndex, _pieces.Length)))
        {
            if (text.Length > context.LimitLength)
            {
                break;
            }

            piece.WriteLiteral(text, isBehindFault);
            isBehindFault = marksFaults && IsFault(piece, context);
            if (isBehindFault)
            {
                text.Truncate(text.Length - 1);
                text.Append("(fault)"u8);
                continue;
            }

            switch (piece.PlainSpecifier)
            {
                case 's':
                    piece.Arg!.WriteText(context, text);
                    continue;
                case 'd':
                    text.AppendSigned(piece.Integer(context));
                    continue;
                case 'u':
                    text.AppendUnsigned((ulong)piece.Integer(context));
                    continue;
                case 'x':
                    text.AppendHex((ulong)piece.Integer(context));
                    continue;
            }

            if (piece.Spec.Specifier == '%')
            {
                text.Append((byte)'%');
            }
            else if (piece.IsUnknown)
            {
                text.Append((byte)'?');
            }
            else if (piece.Arg is not null)
            {
                Write(piece, piece.Arg, context, text);
            }
        }

        if (text.Length > context.LimitLength)
        {
            text.Append("[LINE TOO BIG]"u8);
        }
    }

    private static bool IsFault(PrintPiece piece, in PrintContext context) =>
        piece.Arg is FieldArg { Field: { Kind: FieldKind.DataLoc, IsText: true } } fetched
        && piece.Literal.AsSpan().EndsWith("\""u8) && fetched.TryFieldBytes(context, out ReadOnlySpan<byte> bytes) && bytes.IsEmpty;

    private void Write(PrintPiece piece, PrintArg arg, in PrintContext context, TextBuffer text)
    {
        ConversionSpec spec = piece.Spec;
        int width = spec.Width;
        int precision = spec.Precision;
        if (piece.Width is not null)
        {
            width = (int)Math.Clamp(piece.Width.Integer(context), -ConversionSpec.MaxWidth, ConversionSpec.MaxWidth);
            spec = width < 0 ? spec with { Left = true } : spec;
            width = Math.Abs(width);
        }

        if (piece.Precision is not null)
        {
            precision = (int)Math.Clamp(piece.Precision.Integer(context), 0, ConversionSpec.MaxWidth);
        }

        int start = text.Length;
        switch (spec.Specifier)
        {
            case 's':
                arg.WriteText(context, text);
                if (precision >= 0)
                {
                    text.Truncate(start + precision);
                }

                text.Pad(start, width, spec.Left);
                break;
            case 'c':
                text.Append((byte)arg.Integer(context));
                text.Pad(start, width, spec.Left);
                break;
            case 'p':
                PointerConversion.Write(text, spec, width, arg, context, _bigEndian);
                break;
            default:
                IntegerConversion.Write(text, spec, width, precision, arg.Integer(context));
                break;
        }
    }
}
