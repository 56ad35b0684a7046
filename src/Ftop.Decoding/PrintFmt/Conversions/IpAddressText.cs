using System.Buffers.Binary;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Conversions;

/// <summary>Writes IP addresses as <c>%pI4</c>, <c>%pI6c</c> and <c>%pISpc</c> do (<c>lib/vsprintf.c ip4_string, ip6_compressed_string, ip_addr_string</c>).</summary>
internal static class IpAddressText
{
    private const int AfInet = 2;
    private const int AfInet6 = 10;

    /// <summary>Dotted, from 4 bytes in network order.</summary>
    public static void Write4(TextBuffer text, ReadOnlySpan<byte> address, bool leadingZeros = false, bool reversed = false)
    {
        for (int i = 0; i < 4; i++)
        {
            if (i > 0)
            {
                text.Append((byte)'.');
            }

            int index = reversed ? 3 - i : i;
            text.AppendUnsigned(index < address.Length ? address[index] : 0u, leadingZeros ? 3 : 0, (byte)'0');
        }
    }

    /// <summary>Eight groups of four digits.</summary>
    public static void Write6(TextBuffer text, ReadOnlySpan<byte> address, bool colons = true)
    {
        for (int i = 0; i < 16; i++)
        {
            if (colons && i > 0 && i % 2 == 0)
            {
                text.Append((byte)':');
            }

            text.AppendHex(i < address.Length ? address[i] : 0u, 2);
        }
    }

    /// <summary>With <c>::</c> for the longest run of zeros, and mapped IPv4 addresses dotted.</summary>
    public static void Write6Compressed(TextBuffer text, ReadOnlySpan<byte> address)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        address[..Math.Min(16, address.Length)].CopyTo(bytes);
        bool mapped = bytes[..10].IndexOfAnyExcept((byte)0) < 0 && bytes[10] == 0xff && bytes[11] == 0xff;
        bool isatap = (bytes[8] | 2) == 2 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
        int groups = mapped || isatap ? 6 : 8;
        (int runStart, int runLength) = LongestRunOfZeros(bytes, groups);
        bool colon = false;
        for (int i = 0; i < groups; i++)
        {
            if (i == runStart && runLength > 1)
            {
                text.Append(colon || i == 0 ? "::"u8 : ":"u8);
                colon = false;
                i += runLength - 1;
                continue;
            }

            if (colon)
            {
                text.Append((byte)':');
            }

            text.AppendHex(BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]));
            colon = true;
        }

        if (groups == 6)
        {
            if (colon)
            {
                text.Append((byte)':');
            }

            Write4(text, bytes[12..]);
        }
    }

    /// <summary>A <c>struct sockaddr</c>; <paramref name="extras"/> as behind <c>%pIS</c>: p port, c compressed, f flow, s scope.</summary>
    public static void WriteSockaddr(TextBuffer text, ReadOnlySpan<byte> sockaddr, bool bigEndian, ReadOnlySpan<byte> extras)
    {
        int family = sockaddr.Length < 2 ? 0
            : bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(sockaddr) : BinaryPrimitives.ReadUInt16LittleEndian(sockaddr);
        bool port = extras.Contains((byte)'p');
        bool flow = extras.Contains((byte)'f');
        bool scope = extras.Contains((byte)'s');
        if (family == AfInet && sockaddr.Length >= 8)
        {
            Write4(text, sockaddr.Slice(4, 4));
        }
        else if (family == AfInet6 && sockaddr.Length >= 28)
        {
            bool brackets = port || flow || scope;
            text.Append(brackets ? "["u8 : default);
            if (extras.Contains((byte)'c'))
            {
                Write6Compressed(text, sockaddr.Slice(8, 16));
            }
            else
            {
                Write6(text, sockaddr.Slice(8, 16));
            }

            text.Append(brackets ? "]"u8 : default);
        }
        else
        {
            text.Append("(einval)"u8);
            return;
        }

        if (port)
        {
            text.Append((byte)':');
            text.AppendUnsigned(BinaryPrimitives.ReadUInt16BigEndian(sockaddr[2..]));
        }

        if (flow && family == AfInet6)
        {
            text.Append((byte)'/');
            text.AppendUnsigned(BinaryPrimitives.ReadUInt32BigEndian(sockaddr[4..]) & 0x0fffffff);
        }

        if (scope && family == AfInet6)
        {
            text.Append((byte)'%');
            ReadOnlySpan<byte> id = sockaddr[24..];
            text.AppendUnsigned(bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(id) : BinaryPrimitives.ReadUInt32LittleEndian(id));
        }
    }

    private static (int Start, int Length) LongestRunOfZeros(ReadOnlySpan<byte> bytes, int groups)
    {
        (int Start, int Length) longest = (-1, 0);
        for (int i = 0; i < groups; i++)
        {
            int length = 0;
            while (i + length < groups && bytes[2 * (i + length)] == 0 && bytes[(2 * (i + length)) + 1] == 0)
            {
                length++;
            }

            longest = length > longest.Length ? (i, length) : longest;
        }

        return longest;
    }
}
