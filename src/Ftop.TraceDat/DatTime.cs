using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>What the options of a trace.dat make of its times: DATE (µs), OFFSET (ns), both added, and TSC2NSEC (u32 mult, u32 shift).</summary>
internal static class DatTime
{
    private const int NsPerUs = 1000;
    private const int MostShift = 63;

    public static TraceTime Read(TraceDatFile file)
    {
        TraceTime time = default;
        foreach (TraceOption option in file.Options)
        {
            ReadOnlySpan<byte> data = option.Data.Span;
            time = option.Id switch
            {
                TraceOptionId.Date => time with { DateNs = time.DateNs + (Number(data) * NsPerUs) },
                TraceOptionId.Offset => time with { OffsetNs = time.OffsetNs + Number(data) },
                TraceOptionId.Tsc2Nsec when data.Length >= 2 * sizeof(uint) && UInt32(file, data[sizeof(uint)..]) is <= MostShift and uint shift =>
                    time with { Mult = UInt32(file, data), Shift = (int)shift },
                _ => time,
            };
        }

        return time;
    }

    // As strtoll(3) with base 0 reads it, but for octal; modulo 2^64. What is no number is 0.
    private static ulong Number(ReadOnlySpan<byte> option)
    {
        string text = Encoding.ASCII.GetString(option).TrimEnd('\0').Trim();
        bool isNegative = text.StartsWith('-');
        string digits = text.TrimStart('-', '+');
        ulong number = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hexadecimal) ? hexadecimal : 0
            : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : 0;
        return isNegative ? 0 - number : number;
    }

    private static uint UInt32(TraceDatFile file, ReadOnlySpan<byte> bytes) =>
        file.BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
