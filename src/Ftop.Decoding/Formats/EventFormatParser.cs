using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Ftop.Decoding.Formats;

/// <summary>
/// Reads <c>events/SYSTEM/NAME/format</c> (<c>kernel/trace/trace_events.c f_show</c>):
/// <code>
/// name: sched_switch
/// ID: 315
/// format:
/// 	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
/// 	…
///
/// 	field:char prev_comm[16];	offset:8;	size:16;	signed:0;
/// 	…
///
/// print fmt: "prev_comm=%s …", REC->prev_comm, …
/// </code>
/// </summary>
public static class EventFormatParser
{
    // The most fields of events known: 128 arguments of a probe (kernel/trace/trace_probe.h MAX_TRACE_ARGS); declarations are shorter than a line of code.
    private const int MaxFields = 512;
    private const int MaxDeclaration = 4096;
    private const int MaxName = 256;
    private const int MaxLeftOut = 100;
    private const string PrintFmtKey = "print fmt:";

    /// <summary>The same for the bytes of the file.</summary>
    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, string, out EventFormat?, out TextDiagnostic, int)"/>
    public static bool TryParse(
        ReadOnlySpan<byte> text, string system, [NotNullWhen(true)] out EventFormat? format, out TextDiagnostic diagnostic, int longSizeBytes = 8) =>
        TryParse(Encoding.UTF8.GetString(text), system, out format, out diagnostic, longSizeBytes);

    /// <summary>Reads one format file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="system">The directory that the event's is in: <c>sched</c>.</param>
    /// <param name="format">Null if the text is not a format.</param>
    /// <param name="diagnostic">
    /// Why not, and where. Of a format that was read, the first field that was not understood, which is left out; its message is null where all were.
    /// </param>
    /// <param name="longSizeBytes">The traced kernel's <c>long</c> (<see cref="RingBuffer.HeaderPage.LongSizeBytes"/>): elements of dynamic arrays of <c>long</c>.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, string system, [NotNullWhen(true)] out EventFormat? format, out TextDiagnostic diagnostic, int longSizeBytes = 8)
    {
        format = null;
        string? name = null;
        int id = -1;
        bool commonEnded = false;
        List<FormatField> commonFields = [];
        List<FormatField> fields = [];
        string printFmt = "";
        TextDiagnostic leftOut = default;
        int leftOutFields = 0;
        int lineStart = 0;
        while (lineStart < text.Length)
        {
            int newline = text[lineStart..].IndexOf('\n');
            int lineEnd = newline < 0 ? text.Length : lineStart + newline;
            ReadOnlySpan<char> line = text[lineStart..lineEnd].Trim();
            if (line.StartsWith(PrintFmtKey))
            {
                int keyIndex = lineStart + text[lineStart..].IndexOf(PrintFmtKey);
                printFmt = text[(keyIndex + PrintFmtKey.Length)..].Trim().ToString();
                break;
            }

            if (line.IsEmpty)
            {
                commonEnded = commonFields.Count > 0;
            }
            else if (line.StartsWith("name:"))
            {
                name = line["name:".Length..].Trim().ToString();
            }
            else if (line.StartsWith("ID:"))
            {
                if (!int.TryParse(line["ID:".Length..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out id) || id is < 0 or > ushort.MaxValue)
                {
                    diagnostic = TextDiagnostic.At(text, lineStart, "expected an ID from 0 to 65535");
                    return false;
                }
            }
            else if (!line.SequenceEqual("format:"))
            {
                bool isFull = commonFields.Count + fields.Count == MaxFields;
                if (isFull && leftOut.Message is not null)
                {
                    lineStart = lineEnd + 1;
                    continue;
                }

                if (TryParseField(text, lineStart, lineEnd, longSizeBytes, isFull, out FormatField? field, out TextDiagnostic fault))
                {
                    bool common = !commonEnded && field.Name.StartsWith("common_", StringComparison.Ordinal);
                    (common ? commonFields : fields).Add(field);
                }
                else
                {
                    leftOut = leftOut.Message is null ? fault : leftOut;
                    if (++leftOutFields > MaxLeftOut)
                    {
                        diagnostic = leftOut;
                        return false;
                    }
                }
            }

            lineStart = lineEnd + 1;
        }

        if (string.IsNullOrEmpty(name) || name.Length > MaxName || id < 0)
        {
            diagnostic = TextDiagnostic.At(text, text.Length, name?.Length > MaxName ? $"expected a name of at most {MaxName} characters" : "expected the lines 'name:' and 'ID:'");
            return false;
        }

        diagnostic = leftOut;
        format = new EventFormat((ushort)id, system, name, [.. commonFields], [.. fields], printFmt);
        return true;
    }

    private static bool TryParseField(
        ReadOnlySpan<char> text, int lineStart, int lineEnd, int longSizeBytes, bool isFull, [NotNullWhen(true)] out FormatField? field, out TextDiagnostic fault)
    {
        field = null;
        if (!FieldLine.TryParse(text, lineStart, lineEnd, out FieldLine line, out fault))
        {
            return false;
        }

        string? message = isFull ? $"expected at most {MaxFields} fields"
            : line.Declaration.Length > MaxDeclaration ? $"expected a declaration of at most {MaxDeclaration} characters"
            : FieldDeclaration.TryParse(line, longSizeBytes, out field) && field is not null ? null
            : "expected 'TYPE NAME' or 'TYPE NAME[LENGTH]'";
        fault = message is null ? default : TextDiagnostic.At(text, line.DeclarationIndex, message);
        return message is null && field is not null;
    }
}
