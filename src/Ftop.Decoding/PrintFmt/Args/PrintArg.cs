using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>
/// An argument of a print fmt (<c>tep_print_arg</c>): a C expression whose type is known when it is parsed. Evaluated without allocating;
/// what a record is too short for counts as 0 or as empty.
/// </summary>
internal abstract class PrintArg(CType type)
{
    public CType Type { get; } = type;

    /// <summary>The value as <see cref="Type"/> holds it; of an array in the record 0, as its address is not known.</summary>
    public abstract long Integer(in PrintContext context);

    /// <summary>C's truth: an array in the record is an address that is never 0. Evaluates each operand once, so that nested conditions take no time of their own.</summary>
    public virtual bool IsTrue(in PrintContext context) => Integer(context) != 0 || (Type.IsPointer && TryBytes(context, out _));

    /// <summary>What a pointer points to, if that lies within the record or the print fmt.</summary>
    public virtual bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return false;
    }

    /// <summary>What <c>%s</c> prints.</summary>
    public virtual void WriteText(in PrintContext context, TextBuffer text)
    {
        if (TryBytes(context, out ReadOnlySpan<byte> bytes))
        {
            int nul = bytes.IndexOf((byte)0);
            text.Append(nul < 0 ? bytes : bytes[..nul]);
            return;
        }

        // An address in the kernel: its tracepoint strings are listed in printk_formats, of others only the address is known.
        ulong address = (ulong)Integer(context);
        if (address == 0)
        {
            text.Append("(null)"u8);
        }
        else if (context.Names.PrintkFormats.TryFind(address, out ReadOnlySpan<byte> known))
        {
            text.Append(known);
        }
        else
        {
            text.Append("0x"u8);
            text.AppendHex(address);
        }
    }
}

/// <summary>A literal, or an expression whose value is known when it is parsed.</summary>
internal sealed class NumberArg(long value, CType type) : PrintArg(type)
{
    private readonly long _value = type.Convert(value);

    public override long Integer(in PrintContext context) => _value;
}

/// <summary>A string literal.</summary>
internal sealed class StringArg(byte[] text, int longSizeBytes) : PrintArg(new CType(longSizeBytes, false, true))
{
    public ReadOnlySpan<byte> Text => text;

    public override long Integer(in PrintContext context) => 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes)
    {
        bytes = text;
        return true;
    }
}

/// <summary><c>-x</c>, <c>~x</c>, <c>!x</c>.</summary>
internal sealed class UnaryArg(char op, PrintArg operand) : PrintArg(op == '!' ? CType.Int : operand.Type.Promoted)
{
    public override long Integer(in PrintContext context) => Type.Convert(op switch
    {
        '-' => -operand.Integer(context),
        '~' => ~operand.Integer(context),
        _ => operand.IsTrue(context) ? 0 : 1,
    });
}

/// <summary><c>(TYPE)x</c>: cuts or extends a number, or changes what a pointer points to.</summary>
internal sealed class CastArg(CType type, PrintArg operand) : PrintArg(type)
{
    public PrintArg Operand => operand;

    public override long Integer(in PrintContext context) => Type.Convert(operand.Integer(context));

    public override bool IsTrue(in PrintContext context) => Type.IsPointer ? operand.IsTrue(context) : Integer(context) != 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes) => operand.TryBytes(context, out bytes);

    public override void WriteText(in PrintContext context, TextBuffer text) => operand.WriteText(context, text);
}

/// <summary><c>&amp;REC->field</c>.</summary>
internal sealed class AddressOfArg(FieldArg field, int longSizeBytes)
    : PrintArg(new CType(longSizeBytes, false, true, Math.Clamp(field.Field.ElementSize, 1, 8), field.Field.Signed))
{
    public override long Integer(in PrintContext context) => 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes) => field.TryFieldBytes(context, out bytes);
}

/// <summary><c>__get_dynamic_array_len(field)</c>: bytes.</summary>
internal sealed class DynamicLengthArg(FormatField field, bool bigEndian) : PrintArg(CType.Int)
{
    private readonly FieldReader _reader = new(field, bigEndian);

    public override long Integer(in PrintContext context) => _reader.TryReadBytes(context.Record, out ReadOnlySpan<byte> bytes) ? bytes.Length : 0;
}

/// <summary>An enum constant or macro that the kernel did not replace by its value (no TRACE_DEFINE_ENUM): nothing in the format tells it.</summary>
internal sealed class UnknownNameArg() : PrintArg(CType.Int)
{
    public override long Integer(in PrintContext context) => 0;
}
