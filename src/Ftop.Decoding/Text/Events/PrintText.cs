using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>print</c>: what was written to trace_marker, or by trace_printk with a format that is not constant.</summary>
internal sealed class PrintText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _ip = context.Field(format, "ip");
    private readonly EventField _buf = context.Field(format, "buf");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        context.Symbols.AppendIp(text, _ip.Unsigned(entry.Record), context.Options);
        text.Append(": "u8);
        text.Append(_buf.Text(entry.Record));
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        text.Append("# "u8);
        text.AppendHex(_ip.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.Append(_buf.Text(entry.Record));
    }

    public override bool TryWriteMessage(in TraceEntry entry, TextBuffer text)
    {
        text.Append(_buf.Text(entry.Record));
        return true;
    }
}
