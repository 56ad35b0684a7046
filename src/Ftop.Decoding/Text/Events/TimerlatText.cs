using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>The timerlat tracer's <c>#1     context    irq timer_latency       830 ns</c>.</summary>
internal sealed class TimerlatText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _seqnum = context.Field(format, "seqnum");
    private readonly EventField _context = context.Field(format, "context");
    private readonly EventField _latency = context.Field(format, "timer_latency");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append((byte)'#');
        text.AppendSignedLeft((long)_seqnum.Unsigned(entry.Record), 5);
        text.Append(" context "u8);
        text.AppendRight(_context.Integer(entry.Record) switch { 0 => "irq"u8, 1 => "thread"u8, 2 => "user-ret"u8, _ => "(null)"u8 }, 6);
        text.Append(" timer_latency "u8);
        text.AppendUnsigned(_latency.Unsigned(entry.Record), 9);
        text.Append(" ns\n"u8);
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        text.AppendUnsigned(_seqnum.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.AppendSigned(_context.Integer(entry.Record));
        text.Append((byte)' ');
        text.AppendUnsigned(_latency.Unsigned(entry.Record));
        text.Append((byte)'\n');
    }
}
