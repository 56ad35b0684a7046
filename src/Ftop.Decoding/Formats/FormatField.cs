namespace Ftop.Decoding.Formats;

/// <summary>One field of a record (<c>tep_format_field</c>), from a line such as <c>field:char prev_comm[16];	offset:8;	size:16;	signed:0;</c>.</summary>
public sealed record FormatField
{
    /// <summary>The C type with the array's brackets, without the name: <c>char[16]</c>, <c>__data_loc char[]</c>, <c>const char *</c>.</summary>
    public required string TypeText { get; init; }

    /// <summary>As the kernel spells it: <c>prev_comm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes from the start of the record, which is its <c>common_type</c>.</summary>
    public required int Offset { get; init; }

    /// <summary>Bytes in the fixed part of the record: 4 for a <c>__data_loc</c>, 0 for the rest of a record.</summary>
    public required int Size { get; init; }

    /// <summary>Whether integers (of an array: elements) are signed.</summary>
    public required bool Signed { get; init; }

    /// <summary>Where the bytes are.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>Bytes of one element: of a scalar its size, of dynamic arrays that of the element type.</summary>
    public required int ElementSize { get; init; }

    /// <summary>Elements in the record's fixed part: 1 for a scalar; 0 where each record has its own count.</summary>
    public required int Count { get; init; }

    /// <summary>Whether the elements are <c>char</c>, so that the field is text up to the first NUL.</summary>
    public required bool IsText { get; init; }

    /// <summary>Whether the value is an address, and is shown as one.</summary>
    public bool IsPointer => Kind == FieldKind.Scalar && TypeText.EndsWith('*');
}
