using Ftop.Decoding.Formats;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Decoding.Text.Json;

/// <summary>How one event format is drawn on a timeline.</summary>
internal sealed class Track
{
    private readonly EventField _name;
    private readonly EventField _number;
    private readonly EventField _depth;
    private readonly EventField _previousPid;

    private Track(EventFormat format, TextContext context, TrackKind kind, SliceKind slice = SliceKind.None, string nameField = "", string numberField = "")
    {
        (Format, Kind, Slice) = (format, kind, slice);
        _name = nameField.Length > 0 ? context.Field(format, nameField) : default;
        _number = numberField.Length > 0 ? context.Field(format, numberField) : default;
        _depth = slice == SliceKind.Function ? context.Field(format, "depth") : default;
        _previousPid = kind == TrackKind.Switch ? context.Field(format, "prev_pid") : default;
    }

    public EventFormat Format { get; }

    public TrackKind Kind { get; }

    /// <summary>What begins or ends.</summary>
    public SliceKind Slice { get; }

    /// <summary>Whether it belongs to the CPU and not to the task that was interrupted.</summary>
    public bool IsInterrupt => Slice is SliceKind.Irq or SliceKind.SoftIrq;

    /// <summary>Names of <see cref="Number"/>; null where that is no system call.</summary>
    public SystemCallTable? SystemCalls { get; private init; }

    public static Track Of(EventFormat format, TextContext context, SystemCallTable? systemCalls) => (format.System, format.Name) switch
    {
        ("sched", "sched_switch") => new Track(format, context, TrackKind.Switch, nameField: "next_comm", numberField: "next_pid"),
        ("raw_syscalls", "sys_enter") => new Track(format, context, TrackKind.Begin, SliceKind.RawSystemCall, "", "id") { SystemCalls = systemCalls },
        ("raw_syscalls", "sys_exit") => new Track(format, context, TrackKind.End, SliceKind.RawSystemCall, "", "id"),
        ("syscalls", string name) => new Track(
            format, context, name.StartsWith("sys_enter_", StringComparison.Ordinal) ? TrackKind.Begin : TrackKind.End, SliceKind.SystemCall, "",
            format.Find("__syscall_nr") is null ? "nr" : "__syscall_nr"),
        ("irq", "irq_handler_entry") => new Track(format, context, TrackKind.Begin, SliceKind.Irq, "name", "irq"),
        ("irq", "irq_handler_exit") => new Track(format, context, TrackKind.End, SliceKind.Irq, "", "irq"),
        ("irq", "softirq_entry") => new Track(format, context, TrackKind.Begin, SliceKind.SoftIrq, "", "vec"),
        ("irq", "softirq_exit") => new Track(format, context, TrackKind.End, SliceKind.SoftIrq, "", "vec"),
        ("ftrace", "funcgraph_entry" or "fgraph_retaddr_entry") => new Track(format, context, TrackKind.Begin, SliceKind.Function, "", "func"),
        ("ftrace", "funcgraph_exit") => new Track(format, context, TrackKind.End, SliceKind.Function, "", "func"),
        _ => new Track(format, context, TrackKind.Instant),
    };

    /// <summary>What begins; of a switch, the task that comes.</summary>
    public void WriteName(in TraceEntry entry, TextContext context, TextBuffer text)
    {
        if (Slice == SliceKind.Function)
        {
            context.Symbols.AppendSymbol(text, _number.Unsigned(entry.Record));
        }
        else if (_name.Exists)
        {
            text.Append(_name.Text(entry.Record));
        }
        else if (SystemCalls is not null)
        {
            AppendAscii(text, SystemCalls.Name(_number.Integer(entry.Record)));
        }
        else
        {
            AppendAscii(text, Format.Name.Replace("sys_enter_", "", StringComparison.Ordinal));
            if (_number.Exists && Slice != SliceKind.SystemCall)
            {
                text.Append((byte)' ');
                text.AppendSigned(_number.Integer(entry.Record));
            }
        }
    }

    /// <summary>Of a switch, the pid that comes; else what begin and end of one thing have in common: the number of a system call, interrupt or softirq, the address of a function.</summary>
    public long Number(in TraceEntry entry) => _number.Integer(entry.Record);

    /// <summary>How many functions a function is called by; 0 of all else.</summary>
    public int Depth(in TraceEntry entry) => (int)_depth.Integer(entry.Record);

    /// <summary>Of a switch, whether the event knows which pid goes, and it is another one.</summary>
    public bool ContradictsPrevious(in TraceEntry entry, long pid) => _previousPid.Exists && _previousPid.Integer(entry.Record) != pid;

    private static void AppendAscii(TextBuffer text, string name)
    {
        foreach (char c in name)
        {
            text.Append((byte)c);
        }
    }
}
