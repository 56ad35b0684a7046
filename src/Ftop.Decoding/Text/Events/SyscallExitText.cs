using System.Text;
using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary><c>sys_openat -> 0x3</c>.</summary>
internal sealed class SyscallExitText(EventFormat format, TextContext context) : EventText
{
    /// <summary>Of the event's name, in place of which the system call's stands.</summary>
    public const string Prefix = "sys_exit_";

    private readonly byte[] _name = Encoding.UTF8.GetBytes($"sys_{format.Name[Prefix.Length..]} -> 0x");
    private readonly EventField _ret = context.Field(format, "ret");
    private readonly FieldsText _fields = new(format, context);

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append(_name);
        text.AppendHex(context.LongSizeBytes == 4 ? (uint)_ret.Integer(entry.Record) : _ret.Unsigned(entry.Record));
        text.Append((byte)'\n');
    }

    public override void WriteFields(in TraceEntry entry, TextBuffer text) => _fields.Write(entry.Record, text);
}
