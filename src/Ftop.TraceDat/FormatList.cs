using Ftop.Decoding;
using Ftop.Decoding.Formats;

namespace Ftop.TraceDat;

/// <summary>Reads the formats of a recording one after the other, as many and as large as a kernel's can be.</summary>
/// <param name="longSizeBytes">The traced kernel's long.</param>
/// <param name="problems">Takes what cannot be read.</param>
internal sealed class FormatList(int longSizeBytes, ICollection<string> problems)
{
    private readonly Dictionary<ushort, EventFormat> _byId = [];
    private int _fields;
    private long _textLength;

    /// <summary>All that were read; of one id the last.</summary>
    public EventFormatTable ToTable() => new(_byId.Values);

    /// <summary>Reads one.</summary>
    /// <param name="system">Directory of the event.</param>
    /// <param name="text">Text of its <c>format</c>.</param>
    /// <param name="name">What the text is called where something of it cannot be read.</param>
    /// <returns>False where there were so many that no more are read.</returns>
    public bool TryAdd(string system, ReadOnlySpan<char> text, string name)
    {
        _textLength += text.Length;
        if (_fields > DatLimits.MaxFields || _textLength > DatLimits.MaxFormatsBytes || _byId.Count > DatLimits.MaxFormats)
        {
            problems.Add($"{name}: this format and what follows it is not read: more than {DatLimits.MaxFields} fields, or {DatLimits.MaxFormatsBytes} characters, of formats");
            return false;
        }

        if (!EventFormatParser.TryParse(text, system, out EventFormat? format, out TextDiagnostic fault, longSizeBytes))
        {
            problems.Add($"{name}: {fault}: this event's type is not known");
            return true;
        }

        if (fault.Message is not null)
        {
            problems.Add($"{name} ({Excerpt.Of(format.Name)}): {fault}: this field is left out");
        }

        _fields += format.Fields.Count + format.CommonFields.Count;
        _byId[format.Id] = format;
        return true;
    }
}
