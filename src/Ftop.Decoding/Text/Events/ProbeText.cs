using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Decoding.Text.Events;

/// <summary>
/// A kprobe, kretprobe, fprobe or uprobe: <c>open: (do_sys_openat2+0x0/0x170) dfd=-100</c>, <c>open_ret: (__x64_sys_openat+0x6a/0xa0 &lt;- do_sys_openat2) ret=3</c>,
/// <c>main: (0x401200)</c> (<c>kernel/trace/trace_kprobe.c, trace_uprobe.c</c>). The print fmt has the same, with plain addresses.
/// </summary>
internal sealed class ProbeText : EventText
{
    private const string EntryField = "__probe_ip";
    private const string FunctionField = "__probe_func";

    private readonly TextContext _context;
    private readonly byte[] _name;
    private readonly FieldsText _fields;
    private readonly ParsedPrintFmt? _printFmt;
    private readonly bool _isReturn;
    private readonly bool _isUser;
    private readonly EventField _ip;
    private readonly EventField _function;

    public ProbeText(EventFormat format, TextContext context)
    {
        _context = context;
        _name = Encoding.UTF8.GetBytes(format.Name + ": (");
        _fields = new FieldsText(format, context);
        _isUser = format.System == "uprobes";
        _isReturn = format.Find(FunctionField) is not null;
        _ip = context.Field(format, _isReturn ? "__probe_ret_ip" : EntryField);
        _function = context.Field(format, FunctionField);
        _printFmt = context.Parse(format);
    }

    public static bool IsProbe(EventFormat format) => format.Find(EntryField) is not null || format.Find(FunctionField) is not null;

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        if (_printFmt is null)
        {
            _fields.Write(entry.Record, text);
            return;
        }

        text.Append(_name);
        ulong ip = _ip.Unsigned(entry.Record);
        bool kernel = !_isUser && _context.Symbols.IsOfKernel(ip);
        if (kernel)
        {
            _context.Symbols.AppendIp(text, ip, _context.Options | TextOption.SymOffset);
        }
        else
        {
            text.Append("0x"u8);
            text.AppendHex(ip);
        }

        if (_isReturn)
        {
            text.Append(" <- "u8);
            WriteFunction(text, _function.Unsigned(entry.Record), kernel);
        }

        _printFmt.Write(entry.Record, _context.Names, text, firstPieceIndex: _isReturn ? 2 : 1, marksFaults: true);
        text.Append((byte)'\n');
    }

    public override void WriteFields(in TraceEntry entry, TextBuffer text) => _fields.Write(entry.Record, text);

    private void WriteFunction(TextBuffer text, ulong function, bool kernel)
    {
        if (kernel)
        {
            _context.Symbols.AppendIp(text, function, _context.Options & ~TextOption.SymOffset);
            return;
        }

        text.Append("0x"u8);
        text.AppendHex(function);
    }
}
