using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text;

/// <summary>One field of a built-in event, where an absent field and a short record read as 0 or as empty.</summary>
internal readonly struct EventField(FormatField? field, bool bigEndian)
{
    private readonly FieldReader _reader = field is null ? default : new FieldReader(field, bigEndian);

    public bool Exists { get; } = field is not null;

    public int Offset { get; } = field?.Offset ?? 0;

    public long Integer(ReadOnlySpan<byte> record) => Exists && _reader.TryReadInteger(record, out long value) ? value : 0;

    public ulong Unsigned(ReadOnlySpan<byte> record) => (ulong)Integer(record);

    /// <summary>From the field's offset to the end of the record, whatever length the format states.</summary>
    public ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> record) => Exists && Offset < record.Length ? record[Offset..] : default;

    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> text = default;
        return Exists && _reader.TryReadText(record, out text) ? text : default;
    }
}
