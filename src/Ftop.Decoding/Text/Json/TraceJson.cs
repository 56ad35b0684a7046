using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Text.Events;

namespace Ftop.Decoding.Text.Json;

/// <summary>
/// A recording as JSON, one object a line:
/// <code>
/// {"timeNs":238499302114,"cpu":0,"pid":0,"comm":"&lt;idle&gt;","flags":"d..2.","system":"sched","event":"sched_switch",
///  "fields":{"prev_comm":"swapper/0","prev_pid":0,…},"text":"prev_comm=swapper/0 prev_pid=0 …"}
/// </code>
/// <c>timeNs</c> is <c>timeTicks</c> where the clock counts; <c>instance</c>, <c>tgid</c>, <c>symbols</c> and <c>missed</c> (events lost on this CPU directly
/// before, null where it is not known how many) are there where there is something to say.
/// </summary>
public sealed class TraceJson : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TraceWalk _walk;
    private readonly TextContext _context;
    private readonly EventTextTable _events;
    private readonly FlagsColumn _flags;
    private readonly string _instance;
    private readonly FieldJson?[] _fields = new FieldJson?[ushort.MaxValue + 1];
    private readonly TextBuffer _scratch = new();
    private Utf8JsonWriter? _json;

    /// <param name="input">What is known besides the sub-buffers.</param>
    /// <param name="cpus">The kernel's number of each CPU, ascending, and its sub-buffers; not disposed.</param>
    /// <param name="instance">The buffer's name; empty for the top-level one.</param>
    /// <param name="selection">Which events are wanted; null for all.</param>
    public TraceJson(
        TraceTextInput input, IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus, string instance = "", TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        _walk = new TraceWalk(input, cpus, selection);
        _context = new TextContext(input);
        _events = new EventTextTable(_context);
        _flags = new FlagsColumn(input.Kernel, new CommonFields(input.Formats, input.HeaderPage.BigEndian));
        _instance = instance;
    }

    /// <summary>Events of all CPUs.</summary>
    public TraceTotals Totals => _walk.Totals;

    /// <summary>Appends the next event's line; false at the end.</summary>
    public bool TryWriteNext(TextBuffer text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_walk.TryMoveNext(out TraceEntry entry))
        {
            return false;
        }

        _json ??= new Utf8JsonWriter(text, Options);
        _json.Reset(text);
        _json.WriteStartObject();
        WriteContext(_json, entry);
        WriteEvent(_json, entry);
        _json.WriteEndObject();
        _json.Flush();
        text.Append((byte)'\n');
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json?.Dispose();
        _scratch.Dispose();
    }

    private void WriteContext(Utf8JsonWriter json, in TraceEntry entry)
    {
        json.WriteNumber(_context.Input.TimeIsNs ? "timeNs"u8 : "timeTicks"u8, entry.Timestamp);
        if (_instance.Length > 0)
        {
            json.WriteString("instance"u8, _instance);
        }

        if (_walk.Missed.Any)
        {
            if (_walk.Missed.Count is ulong missed)
            {
                json.WriteNumber("missed"u8, missed);
            }
            else
            {
                json.WriteNull("missed"u8);
            }
        }

        json.WriteNumber("cpu"u8, entry.Cpu);
        json.WriteNumber("pid"u8, entry.Pid);
        if (_context.Input.Tasks.TgidOf(entry.Pid) is int tgid and not 0)
        {
            json.WriteNumber("tgid"u8, tgid);
        }

        json.WriteString("comm"u8, _context.Input.Tasks.CommOf(entry.Pid));
        _scratch.Clear();
        _flags.Write(_scratch, entry);
        json.WriteString("flags"u8, _scratch.Written);
    }

    private void WriteEvent(Utf8JsonWriter json, in TraceEntry entry)
    {
        if (_context.Input.Formats.Find(entry.TypeId) is not EventFormat format)
        {
            json.WriteNumber("type"u8, entry.TypeId);
            return;
        }

        json.WriteString("system"u8, format.System);
        json.WriteString("event"u8, format.Name);
        FieldJson fields = _fields[entry.TypeId] ??= new FieldJson(format, _context.BigEndian);
        json.WriteStartObject("fields"u8);
        fields.Write(entry.Record, json);
        json.WriteEndObject();
        fields.WriteSymbols(entry.Record, _context, _scratch, json);
        if (_events.Find(entry.TypeId) is EventText body)
        {
            _scratch.Clear();
            body.Write(entry, _scratch);
            json.WriteString("text"u8, BodyOf(_scratch.Written, format.Name));
        }
    }

    // The line's text without the event's name, which stands beside it.
    private static ReadOnlySpan<byte> BodyOf(ReadOnlySpan<byte> text, string name)
    {
        text = text.TrimEnd((byte)'\n');
        int head = name.Length + 2;
        return text.Length >= head && text[name.Length] == ':' && text[name.Length + 1] == ' ' && Ascii.Equals(text[..name.Length], name) ? text[head..] : text;
    }
}
