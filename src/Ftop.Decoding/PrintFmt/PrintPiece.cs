using Ftop.Decoding.PrintFmt.Args;
using Ftop.Decoding.PrintFmt.Conversions;

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

    /// <summary>What printf takes the argument for.</summary>
    public CType IntegerType { get; } = new(Spec.SizeBytes, Spec.Specifier is 'd' or 'i');
}
