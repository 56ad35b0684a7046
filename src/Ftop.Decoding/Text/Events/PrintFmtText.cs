using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Decoding.Text.Events;

/// <summary>An event of a TRACE_EVENT: its name and its print fmt, or its fields where the print fmt cannot be evaluated.</summary>
internal sealed class PrintFmtText(EventFormat format, TextContext context) : EventText
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(format.Name + ": ");
    private readonly FieldsText _fields = new(format, context);
    private readonly ParsedPrintFmt? _printFmt = context.Parse(format);

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        if (_printFmt is null)
        {
            _fields.Write(entry.Record, text);
            return;
        }

        text.Append(_name);
        _printFmt.Write(entry.Record, context.Names, text);
        text.Append((byte)'\n');
    }

    public override void WriteFields(in TraceEntry entry, TextBuffer text) => _fields.Write(entry.Record, text);
}
