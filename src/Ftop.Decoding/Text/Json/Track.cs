using Ftop.Decoding.Formats;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Decoding.Text.Json;

/// <summary>How one event format is drawn on a timeline.</summary>
internal sealed class Track
{
    private readonly EventField _name;
    private readonly EventField _number;

    private Track(EventFormat format, TextContext context, TrackKind kind, string nameField = "", string numberField = "")
    {
        (Format, Kind) = (format, kind);
        _name = nameField.Length > 0 ? context.Field(format, nameField) : default;
        _number = numberField.Length > 0 ? context.Field(format, numberField) : default;
    }

    public EventFormat Format { get; }

    public TrackKind Kind { get; }

    /// <summary>Whether it belongs to the CPU and not to the task that was interrupted.</summary>
    public bool IsInterrupt { get; private init; }

    /// <summary>Names of <see cref="Number"/>; null where that is no system call.</summary>
    public SystemCallTable? SystemCalls { get; private init; }

    public bool IsFunction { get; private init; }

    public static Track Of(EventFormat format, TextContext context, SystemCallTable? systemCalls) => (format.System, format.Name) switch
    {
        ("sched", "sched_switch") => new Track(format, context, TrackKind.Switch, "next_comm", "next_pid"),
        ("raw_syscalls", "sys_enter") => new Track(format, context, TrackKind.Begin, "", "id") { SystemCalls = systemCalls },
        ("raw_syscalls", "sys_exit") => new Track(format, context, TrackKind.End),
        ("syscalls", string name) when name.StartsWith("sys_enter_", StringComparison.Ordinal) => new Track(format, context, TrackKind.Begin),
        ("syscalls", _) => new Track(format, context, TrackKind.End),
        ("irq", "irq_handler_entry") => new Track(format, context, TrackKind.Begin, "name") { IsInterrupt = true },
        ("irq", "softirq_entry") => new Track(format, context, TrackKind.Begin, "", "vec") { IsInterrupt = true },
        ("irq", "irq_handler_exit" or "softirq_exit") => new Track(format, context, TrackKind.End) { IsInterrupt = true },
        ("ftrace", "funcgraph_entry" or "fgraph_retaddr_entry") => new Track(format, context, TrackKind.Begin, "", "func") { IsFunction = true },
        ("ftrace", "funcgraph_exit") => new Track(format, context, TrackKind.End),
        _ => new Track(format, context, TrackKind.Instant),
    };

    /// <summary>What begins; of a switch, the task that comes.</summary>
    public void WriteName(in TraceEntry entry, TextContext context, TextBuffer text)
    {
        if (IsFunction)
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
            if (_number.Exists)
            {
                text.Append((byte)' ');
                text.AppendSigned(_number.Integer(entry.Record));
            }
        }
    }

    /// <summary>Of a switch, the pid that comes.</summary>
    public long Number(in TraceEntry entry) => _number.Integer(entry.Record);

    private static void AppendAscii(TextBuffer text, string name)
    {
        foreach (char c in name)
        {
            text.Append((byte)c);
        }
    }
}
