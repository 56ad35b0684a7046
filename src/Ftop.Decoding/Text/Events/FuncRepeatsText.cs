using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>Repeated calls that the function tracer counted instead of recording: <c>f &lt;-g (repeats: 3, last_ts:   57.090832)</c>.</summary>
internal sealed class FuncRepeatsText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _ip = context.Field(format, "ip");
    private readonly EventField _parentIp = context.Field(format, "parent_ip");
    private readonly EventField _count = context.Field(format, "count");
    private readonly EventField _topDelta = context.Field(format, "top_delta_ts");
    private readonly EventField _bottomDelta = context.Field(format, "bottom_delta_ts");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        FunctionText.WriteCall(context, text, _ip.Unsigned(entry.Record), _parentIp.Unsigned(entry.Record));
        text.Append(" (repeats: "u8);
        text.AppendUnsigned(_count.Unsigned(entry.Record));
        text.Append(", last_ts:"u8);
        TimeText.Append(text, entry.Timestamp - Delta(entry.Record), context.Input.TimeIsNs);
        text.Append(")\n"u8);
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        text.AppendUnsigned(_ip.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.AppendUnsigned(_parentIp.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.AppendUnsigned(_count.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.AppendUnsigned(Delta(entry.Record));
        text.Append((byte)'\n');
    }

    private ulong Delta(ReadOnlySpan<byte> record) => (_topDelta.Unsigned(record) << 32) | _bottomDelta.Unsigned(record);
}
