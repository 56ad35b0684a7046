using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Ftop.TraceDat.Writing;

/// <summary>Writes the numbers and strings of a trace.dat in a byte order: the counterpart of <see cref="DatStream"/>.</summary>
internal sealed class DatOutput(bool bigEndian)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public DatOutput Byte(int value)
    {
        return Bytes([(byte)value]);
    }

    public DatOutput UInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        }

        return Bytes(bytes);
    }

    public DatOutput UInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        if (bigEndian)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        }

        return Bytes(bytes);
    }

    public DatOutput UInt64(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        if (bigEndian)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        }

        return Bytes(bytes);
    }

    public DatOutput Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Text and a NUL.</summary>
    public DatOutput Name(string name) => Bytes(Encoding.UTF8.GetBytes(name)).Byte(0);

    /// <summary>u64 size, then the text.</summary>
    public DatOutput Text64(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return UInt64(bytes.Length).Bytes(bytes);
    }

    /// <summary>u32 size, then the bytes.</summary>
    public DatOutput Bytes32(ReadOnlySpan<byte> bytes) => UInt32(bytes.Length).Bytes(bytes);
}
