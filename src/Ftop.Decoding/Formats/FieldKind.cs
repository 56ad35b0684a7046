namespace Ftop.Decoding.Formats;

/// <summary>Where the bytes of a field are; decided once, when the format is parsed.</summary>
public enum FieldKind
{
    /// <summary>One integer or pointer of 1, 2, 4 or 8 bytes.</summary>
    Scalar,

    /// <summary>A fixed number of elements, or a struct that is treated as bytes.</summary>
    StaticArray,

    /// <summary><c>char name[N]</c>: text up to the first NUL.</summary>
    CharArray,

    /// <summary><c>__data_loc T[]</c>: 4 bytes, low half the offset from the start of the record, high half the length in bytes.</summary>
    DataLoc,

    /// <summary><c>__rel_loc T[]</c>: as <see cref="DataLoc"/>, but the offset counts from the end of these 4 bytes.</summary>
    RelLoc,

    /// <summary><c>T name[]</c> of size 0: from the field's offset to the end of the record.</summary>
    RestOfRecord,
}
