using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>bputs</c>: trace_printk of a string without arguments.</summary>
internal sealed class BputsText(EventFormat format, TextContext context) : ConstantText(format, "str", context)
{
    private protected override void WriteKnown(ReadOnlySpan<byte> known, in TraceEntry entry, TextBuffer text) => text.Append(known);
}
