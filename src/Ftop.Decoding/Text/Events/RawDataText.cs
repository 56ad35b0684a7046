using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>raw_data</c>, what was written to trace_marker_raw: <c># 2a buf: 01 02</c>.</summary>
internal sealed class RawDataText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _id = context.Field(format, "id");
    private readonly EventField _buf = context.Field(format, "buf");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append("# "u8);
        text.AppendHex(_id.Unsigned(entry.Record));
        text.Append(" buf:"u8);
        foreach (byte value in _buf.Rest(entry.Record))
        {
            text.Append((byte)' ');
            text.AppendHex(value, 2);
        }

        text.Append((byte)'\n');
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text) => Write(entry, text);
}
