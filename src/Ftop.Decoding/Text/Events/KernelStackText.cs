using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt.Args;

namespace Ftop.Decoding.Text.Events;

/// <summary>A line <c>&lt;stack trace></c> and one <c> => symbol</c> a caller.</summary>
internal sealed class KernelStackText(EventFormat format, TextContext context) : EventText
{
    // FTRACE_TRAMPOLINE_MARKER of kernel/trace/trace.h, in place of addresses in code that ftrace made.
    private const ulong TrampolineMarker = int.MaxValue;

    private readonly EventField _callers = context.Field(format, "caller");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append("<stack trace>\n"u8);
        ReadOnlySpan<byte> rest = _callers.Rest(entry.Record);
        int size = context.LongSizeBytes;
        ulong end = size == 4 ? uint.MaxValue : ulong.MaxValue;
        for (; rest.Length >= size; rest = rest[size..])
        {
            ulong caller = (ulong)ElementArg.Read(rest[..size], context.BigEndian);
            if (caller == end)
            {
                break;
            }

            text.Append(" => "u8);
            if (caller == TrampolineMarker)
            {
                text.Append("[FTRACE TRAMPOLINE]\n"u8);
                continue;
            }

            context.Symbols.AppendIp(text, caller, context.Options);
            text.Append((byte)'\n');
        }
    }
}
