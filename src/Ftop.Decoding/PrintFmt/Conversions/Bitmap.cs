using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Conversions;

/// <summary>A bitmap of the kernel: an array of longs in the traced machine's byte order.</summary>
internal readonly ref struct Bitmap
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _bigEndian;
    private readonly int _longSizeBytes;
    private readonly int _bits;

    /// <param name="bytes">The longs.</param>
    /// <param name="bigEndian">Byte order.</param>
    /// <param name="longSizeBytes">4 or 8.</param>
    /// <param name="bits">How many count; bits beyond <paramref name="bytes"/> are 0.</param>
    public Bitmap(ReadOnlySpan<byte> bytes, bool bigEndian, int longSizeBytes, int bits)
    {
        _bytes = bytes;
        _bigEndian = bigEndian;
        _longSizeBytes = longSizeBytes;
        _bits = Math.Clamp(bits, 0, ConversionSpec.MaxWidth * 8);
    }

    /// <summary><c>%*pb</c>: 32 bits a group, the most significant first.</summary>
    public void WriteHex(TextBuffer text)
    {
        int firstBits = _bits % 32 == 0 ? 32 : _bits % 32;
        for (int start = _bits - firstBits; start >= 0; start -= 32)
        {
            uint group = 0;
            for (int bit = 0; bit < 32 && start + bit < _bits; bit++)
            {
                group |= IsSet(start + bit) ? 1u << bit : 0;
            }

            bool first = start + firstBits == _bits;
            if (!first)
            {
                text.Append((byte)',');
            }

            text.AppendHex(group, first ? (firstBits + 3) / 4 : 8);
        }
    }

    /// <summary><c>%*pbl</c>: <c>0-3,5</c>.</summary>
    public void WriteList(TextBuffer text)
    {
        int start = text.Length;
        for (int bit = 0; bit < _bits; bit++)
        {
            if (!IsSet(bit))
            {
                continue;
            }

            int first = bit;
            while (bit + 1 < _bits && IsSet(bit + 1))
            {
                bit++;
            }

            if (text.Length > start)
            {
                text.Append((byte)',');
            }

            text.AppendUnsigned((ulong)first);
            if (bit > first)
            {
                text.Append((byte)'-');
                text.AppendUnsigned((ulong)bit);
            }
        }
    }

    private bool IsSet(int bit)
    {
        int index = bit / 8;
        if (_bigEndian)
        {
            index = (index / _longSizeBytes * _longSizeBytes) + (_longSizeBytes - 1 - (index % _longSizeBytes));
        }

        return index < _bytes.Length && (_bytes[index] & (1 << (bit % 8))) != 0;
    }
}
