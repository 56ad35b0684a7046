using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>The hwlat tracer's <c>#1     inner/outer(us):   12/13    ts:1499801089.066141940 count:1</c>.</summary>
internal sealed class HwlatText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _seqnum = context.Field(format, "seqnum");
    private readonly EventField _duration = context.Field(format, "duration");
    private readonly EventField _outerDuration = context.Field(format, "outer_duration");
    private readonly EventField _seconds = context.Field(format, "tv_sec");
    private readonly EventField _nanoseconds = context.Field(format, "tv_nsec");
    private readonly EventField _count = context.Field(format, "count");
    private readonly EventField _nmiCount = context.Field(format, "nmi_count");
    private readonly EventField _nmiTotal = context.Field(format, "nmi_total_ts");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        ReadOnlySpan<byte> record = entry.Record;
        text.Append((byte)'#');
        text.AppendSignedLeft((long)_seqnum.Unsigned(record), 5);
        text.Append(" inner/outer(us): "u8);
        text.AppendUnsigned(_duration.Unsigned(record), 4);
        text.Append((byte)'/');
        text.AppendSignedLeft((long)_outerDuration.Unsigned(record), 5);
        text.Append(" ts:"u8);
        text.AppendSigned(_seconds.Integer(record));
        text.Append((byte)'.');
        text.AppendUnsigned(_nanoseconds.Unsigned(record), 9, (byte)'0');
        if (_count.Exists)
        {
            text.Append(" count:"u8);
            text.AppendSigned(_count.Integer(record));
        }

        ulong nmiCount = _nmiCount.Unsigned(record);
        if (nmiCount != 0)
        {
            // Only kernels whose sched_clock is not the generic one measure it; the others leave 0.
            ulong total = _nmiTotal.Unsigned(record);
            if (total != 0)
            {
                text.Append(" nmi-total:"u8);
                text.AppendUnsigned(total);
            }

            text.Append(" nmi-count:"u8);
            text.AppendUnsigned(nmiCount);
        }

        text.Append((byte)'\n');
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        ReadOnlySpan<byte> record = entry.Record;
        text.AppendUnsigned(_duration.Unsigned(record));
        text.Append((byte)' ');
        text.AppendUnsigned(_outerDuration.Unsigned(record));
        text.Append((byte)' ');
        text.AppendSigned(_seconds.Integer(record));
        text.Append((byte)' ');
        text.AppendUnsigned(_nanoseconds.Unsigned(record), 9, (byte)'0');
        text.Append((byte)' ');
        text.AppendUnsigned(_seqnum.Unsigned(record));
        text.Append((byte)'\n');
    }
}
