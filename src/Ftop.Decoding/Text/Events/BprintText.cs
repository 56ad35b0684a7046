using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>bprint</c>: trace_printk, of which the record has the arguments in binary.</summary>
internal sealed class BprintText(EventFormat format, TextContext context) : ConstantText(format, "fmt", context)
{
    private readonly EventField _buf = context.Field(format, "buf");
    private readonly BinaryPrintf _printf = new(context);

    private protected override void WriteKnown(ReadOnlySpan<byte> known, in TraceEntry entry, TextBuffer text) =>
        _printf.Write(known, _buf.Rest(entry.Record), text);
}

/// <summary><c>bputs</c>: trace_printk of a string without arguments.</summary>
internal sealed class BputsText(EventFormat format, TextContext context) : ConstantText(format, "str", context)
{
    private protected override void WriteKnown(ReadOnlySpan<byte> known, in TraceEntry entry, TextBuffer text) => text.Append(known);
}
