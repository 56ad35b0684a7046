using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Decoding.Text.Events;

/// <summary>
/// An event probe: <c>open_e: (syscalls.sys_enter_openat) fn="/dev/null"</c> (<c>kernel/trace/trace_eprobe.c print_eprobe_event</c>). What it is
/// attached to stands in <c>dynamic_events</c> only: <c>e:ep/open_e syscalls.sys_enter_openat …</c>.
/// </summary>
internal sealed class EventProbeText : EventText
{
    private readonly TextContext _context;
    private readonly byte[] _name;
    private readonly FieldsText _fields;
    private readonly ParsedPrintFmt? _printFmt;

    public EventProbeText(EventFormat format, string attachedTo, TextContext context)
    {
        _context = context;
        _name = Encoding.UTF8.GetBytes($"{format.Name}: ({attachedTo})");
        _fields = new FieldsText(format, context);
        _printFmt = context.Parse(format);
    }

    /// <summary>What each event probe is attached to, as <c>SYSTEM.EVENT</c>, by <c>SYSTEM/NAME</c> of its own.</summary>
    public static Dictionary<string, string> ReadAttached(string dynamicEvents)
    {
        var attached = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in dynamicEvents.Split('\n'))
        {
            string[] words = line.Split(' ', 3);
            int colon = words[0].IndexOf(':', StringComparison.Ordinal);
            if (words.Length > 1 && words[0].StartsWith('e') && colon > 0)
            {
                attached.TryAdd(words[0][(colon + 1)..].Replace('.', '/'), words[1].Replace('/', '.'));
            }
        }

        return attached;
    }

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        if (_printFmt is null)
        {
            _fields.Write(entry.Record, text);
            return;
        }

        text.Append(_name);
        _printFmt.Write(entry.Record, _context.Names, text, marksFaults: true);
        text.Append((byte)'\n');
    }

    public override void WriteFields(in TraceEntry entry, TextBuffer text) => _fields.Write(entry.Record, text);
}
