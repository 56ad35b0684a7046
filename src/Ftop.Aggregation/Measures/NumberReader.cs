using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>Reads one number out of records: as <see cref="FieldReader"/>, for the loop over events.</summary>
internal readonly struct NumberReader
{
    private readonly int _offset;
    private readonly int _leastBytes;
    private readonly byte _size;
    private readonly bool _isSigned;
    private readonly bool _isSwapped;

    /// <param name="field">A scalar.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public NumberReader(FormatField field, bool bigEndian)
    {
        // A field outside of what a record can be is in none.
        (_offset, _size, _isSigned) = (field.Offset, (byte)field.Size, field.Signed);
        _leastBytes = field.Offset < 0 || field.Size is not (1 or 2 or 4 or 8) ? int.MaxValue : (int)Math.Min((long)field.Offset + field.Size, int.MaxValue);
        _isSwapped = bigEndian == BitConverter.IsLittleEndian;
    }

    /// <summary>Reads it, sign-extended if the field is signed; false where the record is too short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> record, out long value)
    {
        if (record.Length < _leastBytes)
        {
            value = 0;
            return false;
        }

        ref byte at = ref Unsafe.Add(ref MemoryMarshal.GetReference(record), _offset);
        if (_isSwapped)
        {
            value = ReadSwapped(ref at);
        }
        else if (_size == sizeof(ulong))
        {
            value = Unsafe.ReadUnaligned<long>(ref at);
        }
        else if (_size == sizeof(uint))
        {
            value = _isSigned ? Unsafe.ReadUnaligned<int>(ref at) : Unsafe.ReadUnaligned<uint>(ref at);
        }
        else
        {
            value = ReadSmall(ref at);
        }

        return true;
    }

    private long ReadSmall(ref byte at) => (_size, _isSigned) switch
    {
        (sizeof(ushort), true) => Unsafe.ReadUnaligned<short>(ref at),
        (sizeof(ushort), false) => Unsafe.ReadUnaligned<ushort>(ref at),
        (_, true) => (sbyte)at,
        _ => at,
    };

    private long ReadSwapped(ref byte at) => (_size, _isSigned) switch
    {
        (sizeof(ulong), _) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<long>(ref at)),
        (sizeof(uint), true) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<int>(ref at)),
        (sizeof(uint), false) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref at)),
        (sizeof(ushort), true) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<short>(ref at)),
        (sizeof(ushort), false) => BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(ref at)),
        _ => ReadSmall(ref at),
    };
}
