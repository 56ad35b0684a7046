using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Ftop.Decoding.Text;

/// <summary>
/// UTF-8 text under construction, in one pooled array that grows as needed: writing an event's text allocates nothing once the array is large
/// enough. Bytes of the kernel go in as they are.
/// </summary>
public sealed class TextBuffer : IBufferWriter<byte>, IDisposable
{
    private const int MinimumBytes = 1 << 12;

    // Both digits of a number, the first in the lower byte.
    private static readonly ushort[] DecimalPairs = [.. Enumerable.Range(0, 100).Select(pair => (ushort)(('0' + (pair / 10)) | (('0' + (pair % 10)) << 8)))];
    private static readonly ushort[] HexPairs = [.. Enumerable.Range(0, 256).Select(pair => (ushort)("0123456789abcdef"[pair >> 4] | ("0123456789abcdef"[pair & 15] << 8)))];
    private static readonly ulong[] PowersOfTen = [.. Enumerable.Range(0, 20).Select(power => Enumerable.Repeat(10ul, power).Aggregate(1ul, (all, ten) => all * ten))];

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(MinimumBytes);

    /// <summary>Bytes written since <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Forgets what was written; the array is kept.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        int length = Length;
        byte[] bytes = _bytes;
        text.CopyTo(text.Length <= bytes.Length - length ? bytes.AsSpan(length) : Reserve(text.Length));
        Length = length + text.Length;
    }

    /// <summary>Appends one byte.</summary>
    public void Append(byte value)
    {
        if (Length == _bytes.Length)
        {
            Reserve(1);
        }

        _bytes[Length++] = value;
    }

    /// <summary>Appends the lowest <paramref name="count"/> bytes of a word, the lowest first: short literals, without a call to copy them.</summary>
    internal void AppendWord(ulong word, int count)
    {
        if (_bytes.Length - Length < sizeof(ulong))
        {
            Reserve(sizeof(ulong));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(Length), word);
        Length += count;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => Reserve(Math.Max(sizeHint, 1));

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <summary>Gives the array back; the buffer must not be used afterwards.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    internal void AppendRepeated(byte value, int count)
    {
        if (count > 0)
        {
            Reserve(count)[..count].Fill(value);
            Length += count;
        }
    }

    /// <summary>Writes the first <paramref name="maxBytes"/> bytes of <paramref name="text"/> right-aligned in <paramref name="width"/>, as <c>%*.*s</c>.</summary>
    internal void AppendRight(ReadOnlySpan<byte> text, int width, int maxBytes = int.MaxValue)
    {
        text = text[..Math.Min(text.Length, maxBytes)];
        AppendRepeated((byte)' ', width - text.Length);
        Append(text);
    }

    internal void AppendLeft(ReadOnlySpan<byte> text, int width)
    {
        Append(text);
        AppendRepeated((byte)' ', width - text.Length);
    }

    internal void AppendUnsigned(ulong value, int width = 0, byte fill = (byte)' ')
    {
        int count = CountDigits(value);
        int total = Math.Max(count, width);
        Span<byte> target = Reserve(total)[..total];
        int end = total;
        for (; value >= 100; end -= 2)
        {
            (value, ulong pair) = Math.DivRem(value, 100);
            BinaryPrimitives.WriteUInt16LittleEndian(target[(end - 2)..], DecimalPairs[pair]);
        }

        if (value >= 10)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target[(end - 2)..], DecimalPairs[value]);
        }
        else
        {
            target[end - 1] = (byte)('0' + value);
        }

        if (total > count)
        {
            target[..(total - count)].Fill(fill);
        }

        Length += total;
    }

    internal void AppendSigned(long value, int width = 0)
    {
        if (value >= 0)
        {
            AppendUnsigned((ulong)value, width);
            return;
        }

        AppendRepeated((byte)' ', width - 1 - CountDigits((ulong)-value));
        Append((byte)'-');
        AppendUnsigned((ulong)-value);
    }

    internal void AppendSignedLeft(long value, int width)
    {
        int start = Length;
        AppendSigned(value);
        AppendRepeated((byte)' ', width - (Length - start));
    }

    /// <summary>As <c>%0*llx</c>.</summary>
    internal void AppendHex(ulong value, int minimumDigits = 1)
    {
        int digits = Math.Max(minimumDigits, value == 0 ? 1 : (67 - BitOperations.LeadingZeroCount(value)) / 4);
        Span<byte> target = Reserve(digits)[..digits];
        int end = digits;
        for (; end >= 2; end -= 2)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target[(end - 2)..], HexPairs[(byte)value]);
            value >>= 8;
        }

        if (end == 1)
        {
            target[0] = (byte)(HexPairs[(int)(value & 15)] >> 8);
        }

        Length += digits;
    }

    internal void Truncate(int length) => Length = Math.Min(Length, length);

    /// <summary>Pads what was written since <paramref name="startIndex"/> with blanks to <paramref name="width"/> bytes.</summary>
    internal void Pad(int startIndex, int width, bool left)
    {
        int missing = width - (Length - startIndex);
        if (missing <= 0)
        {
            return;
        }

        int end = Length;
        AppendRepeated((byte)' ', missing);
        if (!left)
        {
            _bytes.AsSpan(startIndex, end - startIndex).CopyTo(_bytes.AsSpan(startIndex + missing));
            _bytes.AsSpan(startIndex, missing).Fill((byte)' ');
        }
    }

    // 1233 / 4096 is the logarithm of 2 to the base 10, nearly enough for 64 bits.
    private static int CountDigits(ulong value)
    {
        int power = ((BitOperations.Log2(value | 1) + 1) * 1233) >> 12;
        return power + ((value | 1) >= PowersOfTen[power] ? 1 : 0);
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsSpan(Length);
    }
}
