using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Ftop.Aggregation.Events;

/// <summary>Reads the traced machine's numbers; a type parameter, so that either order has a loop of its own. The caller has checked the bounds.</summary>
internal interface IByteOrder
{
    static abstract ushort ReadUInt16(ref byte at);

    static abstract uint ReadUInt32(ref byte at);

    static abstract ulong ReadUInt64(ref byte at);
}

/// <summary>This machine's own byte order.</summary>
internal readonly struct SameOrder : IByteOrder
{
    public static ushort ReadUInt16(ref byte at) => Unsafe.ReadUnaligned<ushort>(ref at);

    public static uint ReadUInt32(ref byte at) => Unsafe.ReadUnaligned<uint>(ref at);

    public static ulong ReadUInt64(ref byte at) => Unsafe.ReadUnaligned<ulong>(ref at);
}

/// <summary>The other byte order.</summary>
internal readonly struct SwappedOrder : IByteOrder
{
    public static ushort ReadUInt16(ref byte at) => BinaryPrimitives.ReverseEndianness(SameOrder.ReadUInt16(ref at));

    public static uint ReadUInt32(ref byte at) => BinaryPrimitives.ReverseEndianness(SameOrder.ReadUInt32(ref at));

    public static ulong ReadUInt64(ref byte at) => BinaryPrimitives.ReverseEndianness(SameOrder.ReadUInt64(ref at));
}
