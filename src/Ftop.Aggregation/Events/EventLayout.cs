using Ftop.Decoding;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Events;

/// <summary>Where a record of one event id holds what is counted. Offsets are bytes from <c>common_type</c>.</summary>
internal readonly record struct EventLayout
{
    /// <summary>How the event is counted.</summary>
    public EventKind Kind { get; private init; }

    /// <summary>What the event means apart from measures.</summary>
    public EventKind Meaning => Kind == EventKind.Measured ? MeaningOfMeasured : Kind;

    private EventKind MeaningOfMeasured { get; init; }

    /// <summary>Where its rules are, in <see cref="EventLayouts.Rules"/>; 0 where it has none.</summary>
    public ushort RulesIndex { get; private init; }

    /// <summary>Size of the key: 4 or 8 bytes.</summary>
    public byte KeyBytes { get; private init; }

    /// <summary>Size of the value: 2, 4 or 8 bytes.</summary>
    public byte ValueBytes { get; private init; }

    /// <summary>Shortest record that holds all of the fields.</summary>
    public ushort LeastBytes { get; private init; }

    /// <summary>The system call's number, the function's address, or the task's name.</summary>
    public ushort KeyOffset { get; private init; }

    /// <summary>What the system call returned; how often the function was repeated; when it was called (<c>calltime</c>); whose name it is.</summary>
    public ushort ValueOffset { get; private init; }

    /// <summary>When the function returned (<c>rettime</c>).</summary>
    public ushort ReturnOffset { get; private init; }

    /// <summary>How deep the function is nested, from 0.</summary>
    public ushort DepthOffset { get; private init; }

    /// <summary>
    /// Records that end before this have <see cref="ValueOffset"/> and <see cref="ReturnOffset"/> 4 bytes earlier: 32-bit kernels state aligned
    /// offsets for <c>funcgraph_exit</c> but write it packed (mended in 2026 by kernel commit 033c55fe2e32). 0 elsewhere.
    /// </summary>
    public ushort PackedBelowBytes { get; private init; }

    /// <summary>The six arguments of a system call, 8 bytes each; 0 where the event has none.</summary>
    public ushort ArgumentsOffset { get; private init; }

    /// <summary>The same with rules of measures.</summary>
    public EventLayout WithRules(int rulesIndex) => this with { Kind = EventKind.Measured, MeaningOfMeasured = Kind, RulesIndex = (ushort)rulesIndex };

    /// <summary>What events of a system mean in a task that is left out; <paramref name="layout"/> where they are the CPU's.</summary>
    public static EventLayout OfLeftOut(string system, in EventLayout layout) =>
        EventContext.IsOfTheCpu(system) ? layout : new EventLayout { Kind = EventKind.LeftOut };

    /// <summary>Reads an event's meaning off its format; a format without the fields that are expected is counted like any other event.</summary>
    /// <param name="format">The event.</param>
    /// <param name="longSizeBytes">The traced kernel's <c>long</c>.</param>
    public static EventLayout Of(EventFormat format, int longSizeBytes) => (format.System, format.Name) switch
    {
        ("raw_syscalls", "sys_enter") => WithArguments(Plain(EventKind.RawSystemCallEnter, format, "id"), format),
        ("raw_syscalls", "sys_exit") => Plain(EventKind.RawSystemCallExit, format, "id", "ret"),
        ("syscalls", _) when format.Name.StartsWith("sys_enter_", StringComparison.Ordinal) => Plain(EventKind.SystemCallEnter, format, "__syscall_nr"),
        ("syscalls", _) when format.Name.StartsWith("sys_exit_", StringComparison.Ordinal) => Plain(EventKind.SystemCallExit, format, "__syscall_nr", "ret"),
        ("ftrace", "function") => Plain(EventKind.Function, format, "ip"),
        ("ftrace", "func_repeats") => Plain(EventKind.FunctionRepeats, format, "ip", "count"),
        ("ftrace", "funcgraph_exit") => GraphExit(format, longSizeBytes),
        _ => TaskName(format),
    };

    private static EventLayout WithArguments(EventLayout layout, EventFormat format) =>
        layout.Kind != EventKind.Other && format.Find("args") is { Size: 6 * sizeof(ulong), Offset: >= 0 and < 1 << 15 } arguments
            ? layout with
            {
                ArgumentsOffset = (ushort)arguments.Offset,
                LeastBytes = (ushort)Math.Max(layout.LeastBytes, arguments.Offset + arguments.Size),
            }
            : layout;

    // Which task the name is of. Of a switch it is the task that leaves the CPU: it has run, so that exec's new name is in it.
    private static EventLayout TaskName(EventFormat format)
    {
        (string pidName, string commName) = (format.System, format.Name) switch
        {
            ("sched", "sched_switch") => ("prev_pid", "prev_comm"),
            ("sched", "sched_process_fork") => ("child_pid", "child_comm"),
            ("sched", "sched_process_exit" or "sched_wakeup" or "sched_waking" or "sched_wakeup_new") => ("pid", "comm"),
            ("task", "task_rename") => ("pid", "newcomm"),
            ("task", "task_newtask") => ("pid", "comm"),
            _ => ("", ""),
        };
        return pidName.Length > 0
            && format.Find(pidName) is { Kind: FieldKind.Scalar, Size: sizeof(int), Offset: >= 0 and < 1 << 15 } pid
            && format.Find(commName) is { Size: TaskComms.CommBytes, Offset: >= 0 and < 1 << 15 } comm
            ? new EventLayout
            {
                Kind = EventKind.TaskName,
                KeyOffset = (ushort)comm.Offset,
                ValueOffset = (ushort)pid.Offset,
                LeastBytes = (ushort)Math.Max(pid.Offset + pid.Size, comm.Offset + comm.Size),
            }
            : new EventLayout { Kind = EventKind.Other };
    }

    private static EventLayout Plain(EventKind kind, EventFormat format, string keyName, string? valueName = null)
    {
        FormatField? key = format.Find(keyName);
        FormatField? value = valueName is null ? key : format.Find(valueName);
        if (!IsNumber(key) || !IsNumber(value))
        {
            return new EventLayout { Kind = EventKind.Other };
        }

        return new EventLayout
        {
            Kind = kind,
            KeyOffset = (ushort)key!.Offset,
            KeyBytes = (byte)key.Size,
            ValueOffset = (ushort)value!.Offset,
            ValueBytes = (byte)value.Size,
            LeastBytes = (ushort)Math.Max(key.Offset + key.Size, value.Offset + value.Size),
        };
    }

    private static EventLayout GraphExit(EventFormat format, int longSizeBytes)
    {
        EventLayout layout = Plain(EventKind.GraphExit, format, "func", "calltime");
        FormatField? depth = format.Find("depth");
        FormatField? returned = format.Find("rettime");
        if (layout.Kind == EventKind.Other || depth is not { Size: 4 } || returned is not { Size: 8 } || layout.ValueBytes != 8)
        {
            return new EventLayout { Kind = EventKind.Other };
        }

        int ends = Math.Max(layout.LeastBytes, Math.Max(returned.Offset + returned.Size, depth.Offset + depth.Size));
        bool mayBePacked = longSizeBytes == 4 && returned.Offset + returned.Size == ends && returned.Offset == layout.ValueOffset + 8;
        return layout with
        {
            DepthOffset = (ushort)depth.Offset,
            ReturnOffset = (ushort)returned.Offset,
            LeastBytes = (ushort)(mayBePacked ? ends - 4 : ends),
            PackedBelowBytes = (ushort)(mayBePacked ? ends : 0),
        };
    }

    private static bool IsNumber(FormatField? field) => field is { Kind: FieldKind.Scalar, Size: 2 or 4 or 8, Offset: >= 0 and < 1 << 15 };
}
