using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt.Args;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.PrintFmt;

/// <summary>
/// Names for the values of one field, as its event's own print fmt gives them: <c>__print_symbolic(REC->vec, { 0, "HI" }, …)</c>, <c>__print_flags</c>. Immutable.
/// </summary>
public sealed class FieldNames
{
    private readonly PrintArg _names;
    private readonly FormatField _field;
    private readonly bool _bigEndian;

    private FieldNames(PrintArg names, FormatField field, bool bigEndian) => (_names, _field, _bigEndian) = (names, field, bigEndian);

    /// <summary>Looks for names of a field's values; false where the print fmt has none.</summary>
    /// <param name="format">The event.</param>
    /// <param name="field">One of its scalars.</param>
    /// <param name="names">What was found.</param>
    /// <param name="longSizeBytes">The traced kernel's long.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public static bool TryFind(EventFormat format, FormatField field, [NotNullWhen(true)] out FieldNames? names, int longSizeBytes = 8, bool bigEndian = false)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(field);
        names = null;
        if (field.Kind != FieldKind.Scalar || !PrintFmtParser.TryParse(format, out ParsedPrintFmt? parsed, out _, longSizeBytes, bigEndian))
        {
            return false;
        }

        PrintArg? found = parsed.Args.FirstOrDefault(arg => arg switch
        {
            SymbolicArg symbolic => IsOf(symbolic.Value, field),
            FlagsArg flags => IsOf(flags.Value, field),
            _ => false,
        });
        names = found is null ? null : new FieldNames(found, field, bigEndian);
        return found is not null;
    }

    /// <summary>Whether the print fmt writes the field as the name of a function or variable: <c>%pS</c> and its kin.</summary>
    /// <param name="format">The event.</param>
    /// <param name="field">One of its scalars.</param>
    /// <param name="longSizeBytes">The traced kernel's long.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public static bool IsSymbol(EventFormat format, FormatField field, int longSizeBytes = 8, bool bigEndian = false)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(field);
        return field.Kind == FieldKind.Scalar && field.Size == longSizeBytes
            && PrintFmtParser.TryParse(format, out ParsedPrintFmt? parsed, out _, longSizeBytes, bigEndian) && parsed.Symbols.Any(arg => IsOf(arg, field));
    }

    /// <summary>The name of a value; a value without one is written as the kernel writes it, in hexadecimal.</summary>
    public string Of(long value)
    {
        byte[] record = new byte[_field.Offset + sizeof(long)];
        Span<byte> at = record.AsSpan(_field.Offset);
        if (_bigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(at, value << (8 * (sizeof(long) - _field.Size)));
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(at, value);
        }

        using var text = new TextBuffer();
        _names.WriteText(new PrintContext(record.AsSpan(0, _field.Offset + _field.Size), new PrintNames(new SymbolText(null, sizeof(long)), PrintkFormats.Empty), int.MaxValue), text);
        return Encoding.UTF8.GetString(text.Written);
    }

    private static bool IsOf(PrintArg value, FormatField field) => value switch
    {
        FieldArg plain => plain.Field.Name == field.Name,
        CastArg cast => IsOf(cast.Operand, field),
        _ => false,
    };
}
