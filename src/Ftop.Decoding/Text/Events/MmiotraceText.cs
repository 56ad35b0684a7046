using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>
/// The mmiotrace tracer's lines, which have no context (<c>kernel/trace/trace_mmiotrace.c</c>): <c>R 4 57.090832 1 0xfebf0000 0x0 0x0 0</c>,
/// <c>MAP …</c>. Under other tracers the kernel does not know these events.
/// </summary>
internal sealed class MmiotraceText(EventFormat format, TextContext context) : EventText
{
    private const int ReadOperation = 1;
    private const int WriteOperation = 2;
    private const int Probe = 3;
    private const int Unprobe = 4;
    private const int UnknownOperation = 5;

    private readonly EventField _opcode = context.Field(format, "opcode");
    private readonly EventField _width = context.Field(format, "width");
    private readonly EventField _mapId = context.Field(format, "map_id");
    private readonly EventField _phys = context.Field(format, "phys");
    private readonly EventField _value = context.Field(format, "value");
    private readonly EventField _pc = context.Field(format, "pc");
    private readonly EventField _virt = context.Field(format, "virt");
    private readonly EventField _len = context.Field(format, "len");

    public static bool IsFormat(EventFormat format) => format.Name is "mmiotrace_rw" or "mmiotrace_map";

    /// <summary><c>57.090832 </c>.</summary>
    public static void WriteTime(TextBuffer text, ulong timestamp)
    {
        ulong us = TimeText.NsToUs(timestamp);
        text.AppendUnsigned(us / 1_000_000);
        text.Append((byte)'.');
        text.AppendUnsigned(us % 1_000_000, 6, (byte)'0');
        text.Append((byte)' ');
    }

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        ReadOnlySpan<byte> record = entry.Record;
        bool map = _virt.Exists;
        switch ((int)_opcode.Integer(record))
        {
            case ReadOperation or WriteOperation when !map:
                text.Append(_opcode.Integer(record) == ReadOperation ? "R "u8 : "W "u8);
                text.AppendUnsigned(_width.Unsigned(record));
                text.Append((byte)' ');
                WriteStart(entry, text);
                WriteHex(text, _phys, record);
                WriteHex(text, _value, record);
                WriteHex(text, _pc, record);
                text.Append(" 0\n"u8);
                break;
            case UnknownOperation when !map:
                text.Append("UNKNOWN "u8);
                WriteStart(entry, text);
                WriteHex(text, _phys, record);
                ulong value = _value.Unsigned(record);
                text.Append((byte)' ');
                text.AppendHex((value >> 16) & 0xff, 2);
                text.Append((byte)',');
                text.AppendHex((value >> 8) & 0xff, 2);
                text.Append((byte)',');
                text.AppendHex(value & 0xff, 2);
                WriteHex(text, _pc, record);
                text.Append(" 0\n"u8);
                break;
            case Probe when map:
                text.Append("MAP "u8);
                WriteStart(entry, text);
                WriteHex(text, _phys, record);
                WriteHex(text, _virt, record);
                WriteHex(text, _len, record);
                text.Append(" 0x0 0\n"u8);
                break;
            case Unprobe when map:
                text.Append("UNMAP "u8);
                WriteStart(entry, text);
                text.Append(" 0x0 0\n"u8);
                break;
            default:
                text.Append(map ? "map what?\n"u8 : "rw what?\n"u8);
                break;
        }
    }

    private static void WriteHex(TextBuffer text, EventField field, ReadOnlySpan<byte> record)
    {
        text.Append(" 0x"u8);
        text.AppendHex(field.Unsigned(record));
    }

    private void WriteStart(in TraceEntry entry, TextBuffer text)
    {
        WriteTime(text, entry.Timestamp);
        text.AppendSigned(_mapId.Integer(entry.Record));
    }
}
