using System.Globalization;
using System.Text.Json;
using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Json;

/// <summary>
/// The fields of one event format as JSON members. By what the format declares, never by value: text a string, an integer a number, a pointer a
/// string of hexadecimal digits, an array of integers an array, bytes and structs a string of two hexadecimal digits a byte.
/// </summary>
internal sealed class FieldJson
{
    private const int MostDigits = 18;

    private readonly (JsonEncodedText Name, FormatField Field, FieldReader Reader)[] _fields;

    public FieldJson(EventFormat format, bool bigEndian) =>
        _fields = [.. format.Fields.Select(field => (JsonEncodedText.Encode(field.Name), field, new FieldReader(field, bigEndian)))];

    /// <summary>Fields that lie beyond the end of the record are left out.</summary>
    public void Write(ReadOnlySpan<byte> record, Utf8JsonWriter json)
    {
        foreach ((JsonEncodedText name, FormatField field, FieldReader reader) in _fields)
        {
            if (reader.TryReadBytes(record, out ReadOnlySpan<byte> bytes))
            {
                json.WritePropertyName(name);
                WriteValue(field, reader, record, bytes, json);
            }
        }
    }

    /// <summary>Members of the symbols that unsigned fields of a word's size point to, if there are any.</summary>
    public void WriteSymbols(ReadOnlySpan<byte> record, TextContext context, TextBuffer scratch, Utf8JsonWriter json)
    {
        bool any = false;
        foreach ((JsonEncodedText name, FormatField field, FieldReader reader) in _fields)
        {
            if (field.Kind == FieldKind.Scalar && field.Size == context.LongSizeBytes && !field.Signed
                && reader.TryReadInteger(record, out long address) && context.Symbols.IsCode((ulong)address))
            {
                if (!any)
                {
                    json.WriteStartObject("symbols"u8);
                    any = true;
                }

                scratch.Clear();
                context.Symbols.AppendSymbol(scratch, (ulong)address);
                json.WriteString(name, scratch.Written);
            }
        }

        if (any)
        {
            json.WriteEndObject();
        }
    }

    private static void WriteValue(FormatField field, in FieldReader reader, ReadOnlySpan<byte> record, ReadOnlySpan<byte> bytes, Utf8JsonWriter json)
    {
        if (field.IsText)
        {
            int nul = bytes.IndexOf((byte)0);
            json.WriteStringValue(nul < 0 ? bytes : bytes[..nul]);
        }
        else if (field.Kind == FieldKind.Scalar && reader.TryReadInteger(record, out long value))
        {
            WriteInteger(field, value, json);
        }
        else if (field.ElementSize is 2 or 4 or 8)
        {
            json.WriteStartArray();
            for (int i = 0; reader.TryReadElement(record, i, out long element); i++)
            {
                WriteInteger(field, element, json);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteStringValue(Convert.ToHexStringLower(bytes));
        }
    }

    private static void WriteInteger(FormatField field, long value, Utf8JsonWriter json)
    {
        if (field.IsPointer)
        {
            Span<char> text = stackalloc char[MostDigits];
            ((ulong)value).TryFormat(text[2..], out int digits, "x", CultureInfo.InvariantCulture);
            "0x".CopyTo(text);
            json.WriteStringValue(text[..(digits + 2)]);
        }
        else if (field.Signed)
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteNumberValue((ulong)value);
        }
    }
}
