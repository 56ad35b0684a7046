using System.Text;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>Reads one field of a key that is interned.</summary>
internal readonly struct KeyFieldReader
{
    private readonly FieldReader _field;
    private readonly KeyKind _kind;
    private readonly byte[]? _always;
    private readonly bool _isCpu;

    /// <param name="field">What is read.</param>
    /// <param name="kind">How it is kept.</param>
    /// <param name="format">The event that has it.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public KeyFieldReader(KeyField field, KeyKind kind, EventFormat format, bool bigEndian)
    {
        _kind = kind;
        string? always = field.Field == KeyField.EventField ? format.Name : field.Constant;
        _always = always is null ? null : Encoding.UTF8.GetBytes(always);
        _isCpu = kind == KeyKind.Cpu;
        _field = _always is not null || _isCpu ? default : new FieldReader(format.Find(field.Field)!, bigEndian);
    }

    /// <summary>Appends it; false where the record is too short for it.</summary>
    public bool TryAppend(ReadOnlySpan<byte> record, int cpu, Span<byte> bytes, ref int length)
    {
        if (_always is not null)
        {
            KeyBytes.AppendText(_always, bytes, ref length);
            return true;
        }

        if (_isCpu)
        {
            KeyBytes.AppendNumber(_kind, cpu, bytes, ref length);
            return true;
        }

        if (_kind == KeyKind.Text)
        {
            bool isText = _field.TryReadText(record, out ReadOnlySpan<byte> text);
            KeyBytes.AppendText(text, bytes, ref length);
            return isText;
        }

        bool isNumber = _field.TryReadInteger(record, out long number);
        KeyBytes.AppendNumber(_kind, number, bytes, ref length);
        return isNumber;
    }
}
