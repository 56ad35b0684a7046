using Ftop.Decoding.PrintFmt.Args;
using Ftop.Decoding.SystemCalls;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Conversions;

/// <summary>
/// Writes <c>%p</c> and its extensions (<c>lib/vsprintf.c pointer</c>). Plain <c>%p</c> gives the address: the kernel prints a hash of it that
/// nobody else can compute.
/// </summary>
internal static class PointerConversion
{
    private const int MaxHexBytes = 64;
    private const int MaxErrno = 4095;

    /// <summary>Whether <see cref="Write"/> can print it: not what only the running kernel can look up (dentries, times, flags, resources).</summary>
    public static bool IsSupported(string extension) =>
        extension.Length == 0 || extension[0] is 'S' or 's' or 'F' or 'f' or 'B' or 'K' or 'x' or 'e' or 'a' or 'M' or 'm' or 'I' or 'i' or 'U' or 'h' or 'b';

    public static void Write(TextBuffer text, in ConversionSpec spec, int width, PrintArg arg, in PrintContext context, bool bigEndian)
    {
        string extension = spec.Extension;
        int longSize = context.Names.Symbols.LongSizeBytes;
        ulong address = (ulong)arg.Integer(context);
        int start = text.Length;
        switch (extension.Length == 0 ? '\0' : extension[0])
        {
            case 'S' or 'F':
                context.Names.Symbols.AppendSymbolOffset(text, address);
                break;
            case 's' or 'f':
                context.Names.Symbols.AppendSymbol(text, address);
                break;
            case 'B':
                context.Names.Symbols.AppendSymbolOffset(text, address, backtrace: true);
                break;
            case 'x':
                text.AppendHex(address);
                break;
            case 'e' when (long)address is < 0 and >= -MaxErrno:
                AppendErrno(text, -(int)(long)address);
                break;
            case 'a':
                arg.TryBytes(context, out ReadOnlySpan<byte> number);
                text.Append("0x"u8);
                text.AppendHex(number.Length is 4 or 8 ? (ulong)ElementArg.Read(number, bigEndian) : address, 2 * Math.Max(number.Length, longSize));
                break;
            case 'M' or 'm' or 'I' or 'i' or 'U' or 'h' or 'b':
                arg.TryBytes(context, out ReadOnlySpan<byte> bytes);
                WriteBytes(text, extension, width, bytes, bigEndian, longSize);
                if (extension[0] is 'h' or 'b')
                {
                    return;
                }

                break;
            default:
                text.AppendHex(address, width > 0 ? 1 : 2 * longSize);
                break;
        }

        text.Pad(start, width, spec.Left);
    }

    private static void AppendErrno(TextBuffer text, int number)
    {
        text.Append((byte)'-');
        foreach (char letter in Errno.Name(number))
        {
            text.Append((byte)letter);
        }
    }

    private static void WriteBytes(TextBuffer text, string extension, int width, ReadOnlySpan<byte> bytes, bool bigEndian, int longSize)
    {
        char detail = extension.Length > 1 ? extension[1] : '\0';
        switch (extension[0])
        {
            case 'M':
                WriteHex(text, First(bytes, 6), detail == 'F' ? (byte)'-' : (byte)':', detail == 'R');
                break;
            case 'm':
                WriteHex(text, First(bytes, 6), 0, detail == 'R');
                break;
            case 'h':
                byte separator = detail switch { 'C' => (byte)':', 'D' => (byte)'-', 'N' => 0, _ => (byte)' ' };
                WriteHex(text, First(bytes, Math.Min(Math.Max(width, 1), MaxHexBytes)), separator, reversed: false);
                break;
            case 'b' when detail == 'l':
                new Bitmap(bytes, bigEndian, longSize, width).WriteList(text);
                break;
            case 'b':
                new Bitmap(bytes, bigEndian, longSize, width).WriteHex(text);
                break;
            case 'U':
                WriteUuid(text, bytes, detail);
                break;
            default:
                WriteIp(text, extension, bytes, bigEndian);
                break;
        }
    }

    private static void WriteIp(TextBuffer text, string extension, ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        ReadOnlySpan<char> extras = extension.AsSpan(Math.Min(2, extension.Length));
        switch (extension.Length > 1 ? extension[1] : '\0')
        {
            case '4':
                bool littleEndian = extras.Contains('l') || (extras.Contains('h') && !bigEndian);
                IpAddressText.Write4(text, bytes, extension[0] == 'i', littleEndian);
                break;
            case '6' when extras.Contains('c'):
                IpAddressText.Write6Compressed(text, bytes);
                break;
            case '6':
                IpAddressText.Write6(text, bytes, extension[0] == 'I');
                break;
            default:
                Span<byte> letters = stackalloc byte[extras.Length];
                for (int i = 0; i < extras.Length; i++)
                {
                    letters[i] = (byte)extras[i];
                }

                IpAddressText.WriteSockaddr(text, bytes, bigEndian, letters);
                break;
        }
    }

    private static void WriteUuid(TextBuffer text, ReadOnlySpan<byte> bytes, char order)
    {
        ReadOnlySpan<byte> index = order is 'l' or 'L'
            ? [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
            : [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        ReadOnlySpan<byte> digits = order is 'B' or 'L' ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        for (int i = 0; i < 16; i++)
        {
            byte value = index[i] < bytes.Length ? bytes[index[i]] : (byte)0;
            text.Append(digits[value >> 4]);
            text.Append(digits[value & 15]);
            if (i is 3 or 5 or 7 or 9)
            {
                text.Append((byte)'-');
            }
        }
    }

    private static void WriteHex(TextBuffer text, ReadOnlySpan<byte> bytes, byte separator, bool reversed)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i > 0 && separator != 0)
            {
                text.Append(separator);
            }

            text.AppendHex(bytes[reversed ? bytes.Length - 1 - i : i], 2);
        }
    }

    private static ReadOnlySpan<byte> First(ReadOnlySpan<byte> bytes, int count) => bytes[..Math.Min(count, bytes.Length)];
}
