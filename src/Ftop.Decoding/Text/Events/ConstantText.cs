using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>trace_printk of a string that the kernel keeps: the record has its address, and <c>printk_formats</c> the string.</summary>
/// <param name="format">Of the event.</param>
/// <param name="address">Name of the field with the address.</param>
/// <param name="context">What else is known of the trace.</param>
internal abstract class ConstantText(EventFormat format, string address, TextContext context) : EventText
{
    private readonly EventField _ip = context.Field(format, "ip");
    private readonly EventField _address = context.Field(format, address);

    public sealed override void Write(in TraceEntry entry, TextBuffer text)
    {
        context.Symbols.AppendIp(text, _ip.Unsigned(entry.Record), context.Options);
        text.Append(": "u8);
        TryWriteMessage(entry, text);
    }

    public sealed override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        text.Append(": "u8);
        text.AppendHex(_ip.Unsigned(entry.Record));
        text.Append(" : "u8);
        TryWriteMessage(entry, text);
    }

    public sealed override bool TryWriteMessage(in TraceEntry entry, TextBuffer text)
    {
        ulong address = _address.Unsigned(entry.Record);
        if (context.Input.PrintkFormats.TryFind(address, out ReadOnlySpan<byte> known))
        {
            WriteKnown(known, entry, text);
        }
        else
        {
            text.Append("[0x"u8);
            text.AppendHex(address);
            text.Append(" is not in printk_formats]\n"u8);
        }

        return true;
    }

    /// <summary>Writes the string, which is <paramref name="known"/>.</summary>
    private protected abstract void WriteKnown(ReadOnlySpan<byte> known, in TraceEntry entry, TextBuffer text);
}
