using System.Buffers.Binary;

namespace Ftop.Decoding.Formats;

/// <summary>
/// Reads one field out of records. Made once per field; every read is bounds-checked against the record, which may be shorter than the format says.
/// </summary>
public readonly struct FieldReader
{
    private const int LocBytes = sizeof(uint);

    private readonly int _offset;
    private readonly int _size;
    private readonly int _elementSize;
    private readonly FieldKind _kind;
    private readonly bool _signed;
    private readonly bool _bigEndian;

    /// <param name="field">The field to read.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public FieldReader(FormatField field, bool bigEndian = false)
    {
        ArgumentNullException.ThrowIfNull(field);
        _offset = field.Offset;
        _size = field.Size;
        _elementSize = field.ElementSize;
        _kind = field.Kind;
        _signed = field.Signed;
        _bigEndian = bigEndian;
    }

    /// <summary>Reads a scalar, sign-extended if the field is signed. False if the record is too short or the field is no scalar.</summary>
    public bool TryReadInteger(ReadOnlySpan<byte> record, out long value)
    {
        value = 0;
        return _kind == FieldKind.Scalar && TryReadAt(record, _offset, _size, out value);
    }

    /// <summary>Reads element <paramref name="index"/> of an array (0 of a scalar too). False past the end of the array or record.</summary>
    public bool TryReadElement(ReadOnlySpan<byte> record, int index, out long value)
    {
        value = 0;
        return index >= 0 && TryReadBytes(record, out ReadOnlySpan<byte> bytes) && (long)(index + 1) * _elementSize <= bytes.Length
            && TryReadAt(bytes, index * _elementSize, _elementSize, out value);
    }

    /// <summary>The field's bytes, wherever they are: of a dynamic array what it points to. Borrows from <paramref name="record"/>.</summary>
    /// <returns>False if they do not lie within the record; the kernel prints such a field as <c>&lt;OVERFLOW&gt;</c>.</returns>
    public bool TryReadBytes(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        int start = _offset;
        int length = _size;
        switch (_kind)
        {
            case FieldKind.RestOfRecord:
                length = Math.Max(record.Length - start, 0);
                break;
            case FieldKind.DataLoc or FieldKind.RelLoc:
                if (!TryReadAt(record, _offset, _size, out long loc))
                {
                    return false;
                }

                start = (int)(loc & ushort.MaxValue) + (_kind == FieldKind.RelLoc ? _offset + LocBytes : 0);

                // Old kernels have a 2-byte word: the offset alone, text ends at its NUL.
                length = _size == LocBytes ? (int)((loc >> 16) & ushort.MaxValue) : Math.Max(record.Length - start, 0);
                break;
        }

        if ((uint)start > (uint)record.Length || (uint)length > (uint)(record.Length - start))
        {
            return false;
        }

        bytes = record.Slice(start, length);
        return true;
    }

    /// <summary>As <see cref="TryReadBytes"/>, up to the first NUL: text in the kernel's bytes, which are not to be trusted to be UTF-8 or printable.</summary>
    public bool TryReadText(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> text)
    {
        if (!TryReadBytes(record, out text))
        {
            return false;
        }

        int nul = text.IndexOf((byte)0);
        text = nul < 0 ? text : text[..nul];
        return true;
    }

    private bool TryReadAt(ReadOnlySpan<byte> bytes, int offset, int size, out long value)
    {
        value = 0;
        if (offset < 0 || offset > bytes.Length - size)
        {
            return false;
        }

        bytes = bytes[offset..];
        switch (size)
        {
            case 1:
                value = _signed ? (sbyte)bytes[0] : bytes[0];
                return true;
            case 2:
                ushort half = _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
                value = _signed ? (short)half : half;
                return true;
            case 4:
                uint word = _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
                value = _signed ? (int)word : word;
                return true;
            case 8:
                value = _bigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);
                return true;
            default:
                return false;
        }
    }
}
