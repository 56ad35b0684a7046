using System.Buffers.Text;

namespace Ftop.Decoding.Text.Symbols;

/// <summary>
/// Strings of the kernel by address, from <c>printk_formats</c> (<c>kernel/trace/trace_printk.c t_show</c>), where newline, tab and quote are escaped:
/// <code>0xffffffff8234aef8 : "CPU_ON"</code>
/// </summary>
public sealed class PrintkFormats
{
    // Large kernels have some thousands.
    private const int MaxStrings = 1 << 16;

    private readonly Dictionary<ulong, byte[]> _strings = [];

    private PrintkFormats()
    {
    }

    /// <summary>No strings.</summary>
    public static PrintkFormats Empty { get; } = new();

    /// <summary>Whether there were more than any kernel has, and the rest was not read.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Reads the file; lines that are none of its are passed over. Strings are bytes, whatever they are.</summary>
    public static PrintkFormats Parse(ReadOnlySpan<byte> text)
    {
        var formats = new PrintkFormats();
        foreach (Range range in text.Split((byte)'\n'))
        {
            formats.IsTruncated = formats._strings.Count == MaxStrings;
            if (formats.IsTruncated)
            {
                break;
            }

            ReadOnlySpan<byte> line = text[range];
            int open = line.IndexOf((byte)'"');
            int close = line.LastIndexOf((byte)'"');
            if (line.StartsWith("0x"u8) && close > open
                && Utf8Parser.TryParse(line["0x".Length..], out ulong address, out int digits, 'x') && line[("0x".Length + digits)..open].Trim((byte)' ').SequenceEqual(":"u8))
            {
                formats._strings[address] = Unescape(line[(open + 1)..close]);
            }
        }

        return formats;
    }

    /// <summary>The string at an address, without its NUL.</summary>
    public bool TryFind(ulong address, out ReadOnlySpan<byte> text)
    {
        bool found = _strings.TryGetValue(address, out byte[]? bytes);
        text = bytes;
        return found;
    }

    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        byte[] unescaped = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool isEscape = text[i] == '\\' && i + 1 < text.Length && text[i + 1] is (byte)'n' or (byte)'t' or (byte)'"';
            unescaped[length++] = isEscape ? text[++i] switch { (byte)'n' => (byte)'\n', (byte)'t' => (byte)'\t', _ => (byte)'"' } : text[i];
        }

        return length == unescaped.Length ? unescaped : unescaped[..length];
    }
}
