using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>The function tracer's <c>vfs_read &lt;-ksys_read</c>.</summary>
internal sealed class FunctionText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _ip = context.Field(format, "ip");
    private readonly EventField _parentIp = context.Field(format, "parent_ip");

    public static void WriteCall(TextContext context, TextBuffer text, ulong ip, ulong parentIp)
    {
        context.Symbols.AppendIp(text, ip, context.Options);
        if (parentIp != 0 && context.Has(TextOption.PrintParent))
        {
            text.Append(" <-"u8);
            context.Symbols.AppendIp(text, parentIp, context.Options);
        }
    }

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        WriteCall(context, text, _ip.Unsigned(entry.Record), _parentIp.Unsigned(entry.Record));
        text.Append((byte)'\n');
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        text.AppendHex(_ip.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.AppendHex(_parentIp.Unsigned(entry.Record));
        text.Append((byte)'\n');
    }

    public override void WriteHex(in TraceEntry entry, TextBuffer text)
    {
        text.AppendHex(_ip.Unsigned(entry.Record), 2 * context.LongSizeBytes);
        text.Append((byte)' ');
        text.AppendHex(_parentIp.Unsigned(entry.Record), 2 * context.LongSizeBytes);
        text.Append((byte)' ');
    }
}
