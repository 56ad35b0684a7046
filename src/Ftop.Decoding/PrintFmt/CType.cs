namespace Ftop.Decoding.PrintFmt;

/// <summary>What C's arithmetic needs to know of a type: integers by width and sign, pointers by what they point to.</summary>
/// <param name="SizeBytes">1, 2, 4 or 8.</param>
/// <param name="Signed">Of integers.</param>
/// <param name="IsPointer">Whether the value is an address.</param>
/// <param name="ElementSize">Of pointers: bytes of what is pointed to; 1 for void and for structs.</param>
/// <param name="ElementSigned">Of pointers: whether what is pointed to is signed.</param>
internal readonly record struct CType(int SizeBytes, bool Signed, bool IsPointer = false, int ElementSize = 1, bool ElementSigned = false)
{
    public static CType Int { get; } = new(4, true);

    public static CType UnsignedLongLong { get; } = new(8, false);

    /// <summary>The type after C's integer promotion: nothing is computed in less than an int.</summary>
    public CType Promoted => IsPointer || SizeBytes >= 4 ? this : Int;

    /// <summary>C's usual arithmetic conversions.</summary>
    public static CType Common(CType left, CType right)
    {
        left = left.Promoted;
        right = right.Promoted;
        int size = Math.Max(left.SizeBytes, right.SizeBytes);
        bool unsigned = (!left.Signed && left.SizeBytes == size) || (!right.Signed && right.SizeBytes == size);
        return new CType(size, !unsigned);
    }

    /// <summary>The value as this type holds it: cut to the width, extended by sign.</summary>
    public long Convert(long value) => SizeBytes switch
    {
        8 => value,
        4 => Signed ? (int)value : (uint)value,
        2 => Signed ? (short)value : (ushort)value,
        1 => Signed ? (sbyte)value : (byte)value,
        _ => value,
    };
}
