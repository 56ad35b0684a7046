using System.Buffers.Binary;

namespace Ftop.Aggregation.Measures;

/// <summary>
/// A key of text or of several fields, as it is interned: of each field its <see cref="KeyKind"/>, a byte, then 8 bytes of a number, or a byte of length and
/// the text. The kind is there since events of one measure may have a number where others have text.
/// </summary>
internal static class KeyBytes
{
    /// <summary>Fields of a key.</summary>
    public const int MostFields = 2;

    /// <summary>Bytes of all of them.</summary>
    public const int Most = MostFields * (2 + MostTextBytes);

    private const int MostTextBytes = 64;

    /// <summary>Appends text, cut after 64 bytes.</summary>
    public static void AppendText(ReadOnlySpan<byte> text, Span<byte> bytes, ref int length)
    {
        text = text[..Math.Min(text.Length, MostTextBytes)];
        bytes[length++] = (byte)KeyKind.Text;
        bytes[length++] = (byte)text.Length;
        text.CopyTo(bytes[length..]);
        length += text.Length;
    }

    /// <summary>Appends a number.</summary>
    public static void AppendNumber(KeyKind kind, long number, Span<byte> bytes, ref int length)
    {
        bytes[length++] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[length..], number);
        length += sizeof(long);
    }

    /// <summary>Takes the next field off; the text of a number is empty.</summary>
    public static KeyKind Take(ref ReadOnlySpan<byte> bytes, out long number, out ReadOnlySpan<byte> text)
    {
        var kind = (KeyKind)bytes[0];
        number = 0;
        text = default;
        if (kind == KeyKind.Text)
        {
            int length = bytes[1];
            text = bytes.Slice(2, length);
            bytes = bytes[(2 + length)..];
            return kind;
        }

        number = BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]);
        bytes = bytes[(1 + sizeof(long))..];
        return kind;
    }
}
