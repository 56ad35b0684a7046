using System.Text;
using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>
/// <c>sched_switch: prev_comm=bash prev_pid=4711 …</c>, the fields of an event and nothing of its print fmt: numbers in decimal, addresses in
/// hexadecimal or, of code, by name, other arrays as bytes (<c>trace-cmd report -R</c>).
/// </summary>
internal sealed class RawFieldsText(EventFormat format, TextContext context) : EventText
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(format.Name + ":");
    private readonly (byte[] Name, FormatField Field, FieldReader Reader)[] _fields =
        [.. format.Fields.Select(field => (Encoding.UTF8.GetBytes($" {field.Name}="), field, new FieldReader(field, context.BigEndian)))];

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append(_name);
        foreach ((byte[] name, FormatField field, FieldReader reader) in _fields)
        {
            text.Append(name);
            if (!reader.TryReadBytes(entry.Record, out ReadOnlySpan<byte> bytes))
            {
                text.Append("<OVERFLOW>"u8);
            }
            else if (field.IsText)
            {
                int nul = bytes.IndexOf((byte)0);
                text.Append(nul < 0 ? bytes : bytes[..nul]);
            }
            else if (field.Kind == FieldKind.Scalar && reader.TryReadInteger(entry.Record, out long value))
            {
                WriteNumber(text, field, value);
            }
            else
            {
                WriteBytes(text, bytes);
            }
        }

        text.Append((byte)'\n');
    }

    private static void WriteBytes(TextBuffer text, ReadOnlySpan<byte> bytes)
    {
        text.Append("ARRAY["u8);
        for (int i = 0; i < bytes.Length; i++)
        {
            text.Append(i > 0 ? ", "u8 : default);
            text.AppendHex(bytes[i], 2);
        }

        text.Append((byte)']');
    }

    private void WriteNumber(TextBuffer text, FormatField field, long value)
    {
        bool isWord = field.Size == context.LongSizeBytes && !field.Signed;
        if (isWord && context.Symbols.IsCode((ulong)value))
        {
            context.Symbols.AppendSymbol(text, (ulong)value);
        }
        else if (field.IsPointer)
        {
            text.Append("0x"u8);
            text.AppendHex((ulong)value);
        }
        else if (field.Signed)
        {
            text.AppendSigned(value);
        }
        else
        {
            text.AppendUnsigned((ulong)value);
        }
    }
}
