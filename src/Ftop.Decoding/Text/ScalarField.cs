using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text;

/// <summary>Makes fields for records that have no format file.</summary>
internal static class ScalarField
{
    public static FormatField At(string name, int offset, int size, bool signed = false) => new()
    {
        TypeText = signed ? "int" : "unsigned int",
        Name = name,
        Offset = offset,
        Size = size,
        Signed = signed,
        Kind = FieldKind.Scalar,
        ElementSize = size,
        Count = 1,
        IsText = false,
    };
}
