using System.Text;
using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Tests.Formats;

public sealed class FieldReaderTests
{
    [Theory]
    [InlineData(1, true, false, -2)]
    [InlineData(1, false, false, 0xfe)]
    [InlineData(2, true, false, -2)]
    [InlineData(2, false, false, 0xfffe)]
    [InlineData(4, true, false, -2)]
    [InlineData(4, false, false, 0xfffffffe)]
    [InlineData(8, true, false, -2)]
    [InlineData(2, false, true, 0xfeff)]
    [InlineData(4, true, true, unchecked((int)0xfeffffff))]
    [InlineData(8, false, true, unchecked((long)0xfeffffffffffffff))]
    public void Scalar_IsReadByWidthSignAndByteOrder(int size, bool signed, bool bigEndian, long expected)
    {
        byte[] record = [0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        var reader = new FieldReader(Field(FieldKind.Scalar, 4, size, signed, size), bigEndian);
        Assert.True(reader.TryReadInteger(record, out long value));
        Assert.Equal(expected, value);
        Assert.False(reader.TryReadInteger(record.AsSpan(0, 3 + size), out _));
        Assert.False(reader.TryReadInteger([], out _));
    }

    [Fact]
    public void CharArray_EndsAtNul()
    {
        byte[] record = Encoding.ASCII.GetBytes("....bash\0old");
        var reader = new FieldReader(Field(FieldKind.CharArray, 4, 8, false, 1));
        Assert.True(reader.TryReadText(record, out ReadOnlySpan<byte> text));
        Assert.Equal("bash", Encoding.ASCII.GetString(text));
        Assert.True(reader.TryReadBytes(record, out ReadOnlySpan<byte> bytes));
        Assert.Equal(8, bytes.Length);
        Assert.False(reader.TryReadText(record.AsSpan(0, 11), out _));
    }

    [Fact]
    public void CharArrayWithoutNul_IsReadWhole()
    {
        Assert.True(new FieldReader(Field(FieldKind.CharArray, 0, 4, false, 1)).TryReadText("abcdefg"u8, out ReadOnlySpan<byte> text));
        Assert.Equal("abcd", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void DataLoc_PointsFromTheStartOfTheRecord()
    {
        byte[] record = [9, 9, 8, 0, 4, 0, 9, 9, (byte)'v', (byte)'d', (byte)'a', 0];
        Assert.True(new FieldReader(Field(FieldKind.DataLoc, 2, 4, false, 1)).TryReadText(record, out ReadOnlySpan<byte> text));
        Assert.Equal("vda", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void BigEndianDataLoc_IsReadInItsOrder()
    {
        byte[] record = [0, 4, 0, 4, (byte)'v', (byte)'d', (byte)'a', 0];
        Assert.True(new FieldReader(Field(FieldKind.DataLoc, 0, 4, false, 1), bigEndian: true).TryReadText(record, out ReadOnlySpan<byte> text));
        Assert.Equal("vda", Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void RelLoc_PointsFromTheEndOfTheField()
    {
        byte[] record = [9, 9, 2, 0, 3, 0, 9, 9, (byte)'s', (byte)'d', (byte)'a'];
        Assert.True(new FieldReader(Field(FieldKind.RelLoc, 2, 4, false, 1)).TryReadBytes(record, out ReadOnlySpan<byte> bytes));
        Assert.Equal("sda", Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void TwoByteDataLoc_OfOldKernelsRunsToNul()
    {
        byte[] record = [3, 0, 9, (byte)'x', (byte)'y', 0, 7];
        Assert.True(new FieldReader(Field(FieldKind.DataLoc, 0, 2, false, 1)).TryReadText(record, out ReadOnlySpan<byte> text));
        Assert.Equal("xy", Encoding.ASCII.GetString(text));
    }

    [Theory]
    [InlineData(new byte[] { 5, 0, 4, 0, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 4, 0, 5, 0, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 0xff, 0xff, 0, 0, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 4, 0, 0 })]
    public void DynamicArrayBeyondTheRecord_IsRefused(byte[] record)
    {
        Assert.False(new FieldReader(Field(FieldKind.DataLoc, 0, 4, false, 1)).TryReadBytes(record, out _));
        Assert.False(new FieldReader(Field(FieldKind.DataLoc, 0, 4, true, 1)).TryReadText(record, out _));
        Assert.False(new FieldReader(Field(FieldKind.DataLoc, 0, 4, true, 1)).TryReadElement(record, 0, out _));
    }

    [Fact]
    public void RestOfRecord_RunsToItsEnd()
    {
        var reader = new FieldReader(Field(FieldKind.RestOfRecord, 4, 0, false, 2));
        Assert.True(reader.TryReadBytes([0, 0, 0, 0, 1, 0, 2, 0], out ReadOnlySpan<byte> bytes));
        Assert.Equal(4, bytes.Length);
        Assert.True(reader.TryReadElement([0, 0, 0, 0, 1, 0, 2, 0], 1, out long second));
        Assert.Equal(2, second);
        Assert.False(reader.TryReadElement([0, 0, 0, 0, 1, 0, 2, 0], 2, out _));
        Assert.True(reader.TryReadBytes([0, 0, 0, 0], out bytes));
        Assert.True(bytes.IsEmpty);
        Assert.False(reader.TryReadBytes([0, 0, 0], out _));
    }

    [Fact]
    public void ArrayElement_IsReadByIndex()
    {
        byte[] record = [0xff, 0xff, 0xff, 0xff, 7, 0, 0, 0];
        var reader = new FieldReader(Field(FieldKind.StaticArray, 0, 8, true, 4));
        Assert.True(reader.TryReadElement(record, 0, out long first) && reader.TryReadElement(record, 1, out long second) && first == -1 && second == 7);
        Assert.False(reader.TryReadElement(record, 2, out _));
        Assert.False(reader.TryReadElement(record, -1, out _));
        Assert.False(reader.TryReadElement(record, int.MaxValue, out _));
        Assert.False(reader.TryReadInteger(record, out _));
    }

    [Fact]
    public void UnmadeReader_ReadsNothing()
    {
        Assert.False(default(FieldReader).TryReadInteger([1, 2, 3, 4], out _));
    }

    private static FormatField Field(FieldKind kind, int offset, int size, bool signed, int elementSize) => new()
    {
        TypeText = "",
        Name = "x",
        Offset = offset,
        Size = size,
        Signed = signed,
        Kind = kind,
        ElementSize = elementSize,
        Count = 0,
        IsText = false,
    };
}
