using System.Buffers.Binary;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>array[index]</c> and <c>*pointer</c>.</summary>
internal sealed class ElementArg(PrintArg array, PrintArg index, bool bigEndian) : PrintArg(new CType(array.Type.ElementSize, array.Type.ElementSigned))
{
    public override long Integer(in PrintContext context)
    {
        long start = index.Integer(context) * Type.SizeBytes;
        if (!array.TryBytes(context, out ReadOnlySpan<byte> bytes) || start < 0 || start > bytes.Length - Type.SizeBytes)
        {
            return 0;
        }

        return Type.Convert(Read(bytes.Slice((int)start, Type.SizeBytes), bigEndian));
    }

    /// <summary>An unsigned integer of 1, 2, 4 or 8 bytes.</summary>
    public static long Read(ReadOnlySpan<byte> bytes, bool bigEndian) => (bytes.Length, bigEndian) switch
    {
        (1, _) => bytes[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (8, false) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (8, true) => BinaryPrimitives.ReadInt64BigEndian(bytes),
        _ => 0,
    };
}
