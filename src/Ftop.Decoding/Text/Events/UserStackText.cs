using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt.Args;

namespace Ftop.Decoding.Text.Events;

/// <summary>A line <c>&lt;user stack trace></c> and one <c> =>  &lt;address></c> a caller; objects are not recorded, only the kernel can name them.</summary>
internal sealed class UserStackText(EventFormat format, TextContext context) : EventText
{
    private const int MaxCallers = 8;

    private readonly EventField _callers = context.Field(format, "caller");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append("<user stack trace>\n"u8);
        ReadOnlySpan<byte> rest = _callers.Rest(entry.Record);
        int size = context.LongSizeBytes;
        for (int i = 0; i < MaxCallers && rest.Length >= size; i++, rest = rest[size..])
        {
            ulong caller = (ulong)ElementArg.Read(rest[..size], context.BigEndian);
            if (caller == 0)
            {
                break;
            }

            text.Append(" => "u8);
            context.Symbols.AppendAddress(text, caller);
            text.Append((byte)'\n');
        }
    }
}
