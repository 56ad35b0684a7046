using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.Filters;

/// <summary>A field by name; <c>COMM</c>, <c>CPU</c> and <c>TIMESTAMP</c> stand for what every event has besides.</summary>
internal sealed class FilterField(string name, EventFormat? format, bool bigEndian) : FilterNode
{
    private readonly FormatField? _field = format?.Find(name);
    private readonly FieldReader _reader = format?.Find(name) is { } field ? new FieldReader(field, bigEndian) : default;

    /// <summary>Whether every event has it, whatever its format says.</summary>
    public static bool IsOfEveryEvent(string name) => name is "COMM" or "CPU" or "TIMESTAMP";

    public override FilterValue Evaluate(in TraceEntry entry, ReadOnlySpan<byte> comm)
    {
        if (_field is null)
        {
            return name switch
            {
                "COMM" => FilterValue.OfText(comm),
                "CPU" => FilterValue.Of(entry.Cpu),
                "TIMESTAMP" => FilterValue.Of(entry.Timestamp),
                _ => default,
            };
        }

        if (_field.IsText)
        {
            return _reader.TryReadText(entry.Record, out ReadOnlySpan<byte> text) ? FilterValue.OfText(text) : default;
        }

        return !_reader.TryReadInteger(entry.Record, out long value) ? default : FilterValue.Of(_field.Signed ? value : (Int128)(ulong)value);
    }
}
