using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>The osnoise tracer's columns: runtime, noise, share of the CPU left, longest noise, and what interfered.</summary>
internal sealed class OsnoiseText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _runtime = context.Field(format, "runtime");
    private readonly EventField _noise = context.Field(format, "noise");
    private readonly EventField _maxSample = context.Field(format, "max_sample");
    private readonly EventField[] _counts =
    [
        context.Field(format, "hw_count"),
        context.Field(format, "nmi_count"),
        context.Field(format, "irq_count"),
        context.Field(format, "softirq_count"),
        context.Field(format, "thread_count"),
    ];

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        ulong runtime = _runtime.Unsigned(entry.Record);
        ulong noise = _noise.Unsigned(entry.Record);
        ulong ratio = runtime == 0 ? 0 : (runtime - noise) * 10_000_000 / runtime;
        text.AppendUnsigned(runtime);
        text.Append((byte)' ');
        text.AppendUnsigned(noise, 10);
        text.Append((byte)' ');
        text.AppendUnsigned(ratio / 100_000, 3);
        text.Append((byte)'.');
        text.AppendUnsigned(ratio % 100_000, 5, (byte)'0');
        text.Append((byte)' ');
        text.AppendUnsigned(_maxSample.Unsigned(entry.Record), 7);
        foreach (EventField count in _counts)
        {
            text.Append((byte)' ');
            text.AppendUnsigned(count.Unsigned(entry.Record), 6);
        }

        text.Append((byte)'\n');
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        text.AppendUnsigned(_runtime.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.AppendUnsigned(_noise.Unsigned(entry.Record));
        text.Append((byte)' ');
        text.AppendUnsigned(_maxSample.Unsigned(entry.Record));
        foreach (EventField count in _counts)
        {
            text.Append((byte)' ');
            text.AppendUnsigned(count.Unsigned(entry.Record));
        }

        text.Append((byte)'\n');
    }
}
