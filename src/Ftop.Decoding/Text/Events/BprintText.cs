using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>bprint</c>: trace_printk, of which the record has the format's address and the arguments in binary.</summary>
internal sealed class BprintText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _ip = context.Field(format, "ip");
    private readonly EventField _fmt = context.Field(format, "fmt");
    private readonly EventField _buf = context.Field(format, "buf");
    private readonly BinaryPrintf _printf = new(context);

    /// <summary>A string of which only the address is known.</summary>
    public static void WriteUnknown(TextBuffer text, ulong address)
    {
        text.Append("[0x"u8);
        text.AppendHex(address);
        text.Append(" is not in printk_formats]\n"u8);
    }

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
        ulong address = _fmt.Unsigned(entry.Record);
        if (context.Input.PrintkFormats.TryFind(address, out ReadOnlySpan<byte> known))
        {
            _printf.Write(known, _buf.Rest(entry.Record), text);
        }
        else
        {
            WriteUnknown(text, address);
        }

        return true;
    }
}
