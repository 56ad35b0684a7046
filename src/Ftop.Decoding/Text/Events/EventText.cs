namespace Ftop.Decoding.Text.Events;

/// <summary>Writes what stands behind the context of a line for one type of event (<c>struct trace_event_functions</c>).</summary>
internal abstract class EventText
{
    /// <summary>The body, with its newline where the kernel writes one.</summary>
    public abstract void Write(in TraceEntry entry, TextBuffer text);

    /// <summary>With option <c>raw</c>; most events give their type only.</summary>
    public virtual void WriteRaw(in TraceEntry entry, TextBuffer text) => WriteType(entry, text);

    /// <summary>With option <c>hex</c>.</summary>
    public virtual void WriteHex(in TraceEntry entry, TextBuffer text) => WriteType(entry, text);

    /// <summary>With option <c>fields</c>. The kernel keeps no fields of its built-in events.</summary>
    public virtual void WriteFields(in TraceEntry entry, TextBuffer text)
    {
        text.Append("UNKNOWN TYPE "u8);
        text.AppendUnsigned(entry.TypeId);
        text.Append((byte)'\n');
    }

    /// <summary>The message alone, of trace_printk's events. False for all others.</summary>
    public virtual bool TryWriteMessage(in TraceEntry entry, TextBuffer text) => false;

    private static void WriteType(in TraceEntry entry, TextBuffer text)
    {
        text.Append("type: "u8);
        text.AppendUnsigned(entry.TypeId);
        text.Append((byte)'\n');
    }
}
