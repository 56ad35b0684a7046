using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>bputs</c>: trace_printk of a constant string, of which the record has the address.</summary>
internal sealed class BputsText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _ip = context.Field(format, "ip");
    private readonly EventField _str = context.Field(format, "str");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        context.Symbols.AppendIp(text, _ip.Unsigned(entry.Record), context.Options);
        text.Append(": "u8);
        TryWriteMessage(entry, text);
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        text.Append(": "u8);
        text.AppendHex(_ip.Unsigned(entry.Record));
        text.Append(" : "u8);
        TryWriteMessage(entry, text);
    }

    public override bool TryWriteMessage(in TraceEntry entry, TextBuffer text)
    {
        ulong address = _str.Unsigned(entry.Record);
        if (context.Input.PrintkFormats.TryFind(address, out ReadOnlySpan<byte> known))
        {
            text.Append(known);
        }
        else
        {
            BprintText.WriteUnknown(text, address);
        }

        return true;
    }
}
