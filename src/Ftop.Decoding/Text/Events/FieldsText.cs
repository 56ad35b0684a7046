using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt.Args;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>name: field=value …</c> from the format alone (<c>kernel/trace/trace_output.c print_fields</c>).</summary>
internal sealed class FieldsText(EventFormat format, TextContext context)
{
    private readonly bool _namesCode = context.Input.Kernel.IsAtLeast(6, 17);
    private readonly byte[] _name = Encoding.UTF8.GetBytes(format.Name + ":");
    private readonly (byte[] Name, FormatField Field, FieldReader Reader)[] _fields =
        [.. format.Fields.Select(field => (Encoding.UTF8.GetBytes($" {field.Name}="), field, new FieldReader(field, context.BigEndian)))];

    public void Write(ReadOnlySpan<byte> record, TextBuffer text)
    {
        text.Append(_name);
        foreach ((byte[] name, FormatField field, FieldReader reader) in _fields)
        {
            text.Append(name);
            if (field.Offset + field.Size > record.Length || !reader.TryReadBytes(record, out ReadOnlySpan<byte> bytes))
            {
                text.Append("<OVERFLOW>"u8);
            }
            else if (field.IsText)
            {
                int nul = bytes.IndexOf((byte)0);
                text.Append(nul < 0 ? bytes : bytes[..nul]);
            }
            else
            {
                WriteNumbers(text, field, bytes);
            }
        }

        text.Append(_fields.Length == 0 ? "No fields found\n"u8 : "\n"u8);
    }

    private void WriteNumbers(TextBuffer text, FormatField field, ReadOnlySpan<byte> bytes)
    {
        if (field.Kind is FieldKind.DataLoc or FieldKind.RelLoc)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                text.Append(i > 0 ? ","u8 : default);
                text.AppendHex(bytes[i], 2);
            }

            return;
        }

        if (bytes.Length is not (1 or 2 or 4 or 8))
        {
            text.Append("<INVALID-SIZE>"u8);
            return;
        }

        long value = ElementArg.Read(bytes, context.BigEndian);
        if (bytes.Length == 1)
        {
            if (value is >= 0x20 and < 0x7f)
            {
                text.Append((byte)'\'');
                text.Append((byte)value);
                text.Append((byte)'\'');
            }

            text.Append((byte)'(');
            text.AppendSigned(value);
            text.Append((byte)')');
            return;
        }

        if (_namesCode && bytes.Length == context.LongSizeBytes && context.Symbols.IsCode((ulong)value))
        {
            context.Symbols.AppendSymbolOffset(text, (ulong)value);
        }
        else
        {
            text.Append("0x"u8);
            text.AppendHex((ulong)value);
        }

        text.Append(" ("u8);
        text.AppendSigned(bytes.Length == 4 ? (int)value : value);
        text.Append((byte)')');
    }
}
