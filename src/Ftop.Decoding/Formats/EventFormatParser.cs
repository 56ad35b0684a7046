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
    /// <param name="diagnostic">Why not, and where.</param>
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
                if (!FieldLine.TryParse(text, lineStart, lineEnd, out FieldLine fieldLine, out diagnostic))
                {
                    return false;
                }

                if (!FieldDeclaration.TryParse(fieldLine, longSizeBytes, out FormatField? field) || field is null)
                {
                    diagnostic = TextDiagnostic.At(text, fieldLine.DeclarationIndex, "expected 'TYPE NAME' or 'TYPE NAME[LENGTH]'");
                    return false;
                }

                bool common = !commonEnded && field.Name.StartsWith("common_", StringComparison.Ordinal);
                (common ? commonFields : fields).Add(field);
            }

            lineStart = lineEnd + 1;
        }

        if (string.IsNullOrEmpty(name) || id < 0)
        {
            diagnostic = TextDiagnostic.At(text, text.Length, "expected the lines 'name:' and 'ID:'");
            return false;
        }

        diagnostic = default;
        format = new EventFormat((ushort)id, system, name, [.. commonFields], [.. fields], printFmt);
        return true;
    }
}
