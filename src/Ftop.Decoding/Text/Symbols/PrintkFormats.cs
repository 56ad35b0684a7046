using System.Globalization;
using System.Text;

namespace Ftop.Decoding.Text.Symbols;

/// <summary>
/// Strings of the kernel by address, from <c>printk_formats</c> (<c>kernel/trace/trace_printk.c t_show</c>), where newline, tab and quote are escaped:
/// <code>0xffffffff8234aef8 : "CPU_ON"</code>
/// </summary>
public sealed class PrintkFormats
{
    // Large kernels have some thousands.
    private const int MaxStrings = 1 << 17;

    private readonly Dictionary<ulong, byte[]> _strings = [];

    private PrintkFormats()
    {
    }

    /// <summary>No strings.</summary>
    public static PrintkFormats Empty { get; } = new();

    /// <summary>Whether there were more than any kernel has, and the rest was not read.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Reads the file's text; lines that are none of its are passed over.</summary>
    public static PrintkFormats Parse(ReadOnlySpan<char> text)
    {
        var formats = new PrintkFormats();
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            formats.IsTruncated = formats._strings.Count == MaxStrings;
            if (formats.IsTruncated)
            {
                break;
            }

            int open = line.IndexOf('"');
            int close = line.LastIndexOf('"');
            int colon = line.IndexOf(':');
            if (line.StartsWith("0x") && colon > 0 && open > colon && close > open
                && ulong.TryParse(line[2..colon].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong address))
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

    private static byte[] Unescape(ReadOnlySpan<char> text)
    {
        var unescaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool escape = text[i] == '\\' && i + 1 < text.Length && text[i + 1] is 'n' or 't' or '"';
            unescaped.Append(escape ? text[++i] switch { 'n' => '\n', 't' => '\t', _ => '"' } : text[i]);
        }

        return Encoding.UTF8.GetBytes(unescaped.ToString());
    }
}
