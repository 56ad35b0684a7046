using System.Buffers.Binary;
using Ftop.Decoding.PrintFmt.Args;
using Ftop.Decoding.PrintFmt.Conversions;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt;

/// <summary>A literal of a print fmt and the conversion behind it, with its arguments.</summary>
/// <param name="Literal">UTF-8; may be empty.</param>
/// <param name="Spec">Its specifier is NUL behind the last literal.</param>
/// <param name="Arg">Null where the conversion takes none.</param>
/// <param name="Width">Of <c>%*d</c>.</param>
/// <param name="Precision">Of <c>%.*s</c>.</param>
/// <param name="IsUnknown">Whether the argument is computed from a name that only the running kernel can resolve; a question mark is printed.</param>
internal sealed record PrintPiece(byte[] Literal, ConversionSpec Spec, PrintArg? Arg, PrintArg? Width, PrintArg? Precision, bool IsUnknown)
{
    /// <summary>The specifier where there are no flags, no width and no precision, as almost everywhere; else NUL.</summary>
    public char PlainSpecifier { get; } =
        Spec is { Width: 0, Precision: -1, WidthIsArgument: false, PrecisionIsArgument: false, Plus: false, Blank: false, Alternate: false } && !IsUnknown
        && Arg is not null ? Spec.Specifier : '\0';

    // Most literals are a word, or less.
    private readonly ulong _literalWord = Literal.Length <= sizeof(ulong) ? WordOf(Literal) : 0;

    // What printf takes the argument for.
    private readonly CType _integerType = new(Spec.SizeBytes, Spec.Specifier is 'd' or 'i');

    /// <summary>The argument, which must be there, as printf takes it.</summary>
    public long Integer(in PrintContext context) => _integerType.Convert(Arg!.Integer(context));

    /// <summary>Appends the literal.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="isBehindFault">Whether it lacks the quotation mark that it begins with.</param>
    public void WriteLiteral(TextBuffer text, bool isBehindFault)
    {
        if (isBehindFault && Literal.AsSpan().StartsWith("\""u8))
        {
            text.Append(Literal.AsSpan(1));
        }
        else if (Literal.Length <= sizeof(ulong))
        {
            text.AppendWord(_literalWord, Literal.Length);
        }
        else
        {
            text.Append(Literal);
        }
    }

    private static ulong WordOf(ReadOnlySpan<byte> literal)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        word.Clear();
        literal.CopyTo(word);
        return BinaryPrimitives.ReadUInt64LittleEndian(word);
    }
}
