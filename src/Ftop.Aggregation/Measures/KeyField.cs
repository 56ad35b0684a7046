namespace Ftop.Aggregation.Measures;

/// <summary>A part of what a row is.</summary>
/// <param name="Name">In JSON and above the column: <c>op</c>.</param>
/// <param name="Field">Of the event: <c>rwbs</c>. <c>common_pid</c> is the task that the event happens in, <c>common_cpu</c> the CPU, <c>common_type</c> the event itself.</param>
public sealed record KeyField(string Name, string Field)
{
    /// <summary>The field that holds the task that an event happens in.</summary>
    internal const string TaskField = "common_pid";

    /// <summary>The field that stands for the CPU, which no record has: it is whose buffer the record is in.</summary>
    internal const string CpuField = "common_cpu";

    /// <summary>The field that holds which event it is: shown as the event's name, for rules that are about several.</summary>
    internal const string EventField = "common_type";

    /// <summary>The CPU that the event happens on.</summary>
    public static KeyField Cpu { get; } = new("cpu", CpuField);

    /// <summary>The task that the event happens in.</summary>
    public static KeyField Task { get; } = TaskOf(TaskField);

    /// <summary>Whether it is the pid of a task, which is shown with its name.</summary>
    public bool IsTask => As == KeyKind.Task || (As is null && Field == TaskField);

    /// <summary>How it is shown; null where the event's own format tells.</summary>
    public KeyKind? As { get; init; }

    /// <summary>Text that stands for the field, of rules whose event alone tells what the row is; null where there is a field.</summary>
    public string? Constant { get; init; }

    /// <summary>A field that is called the same in the event and in the output.</summary>
    public static KeyField Of(string field) => field switch
    {
        TaskField => Task,
        CpuField => Cpu,
        _ => new KeyField(field, field),
    };

    /// <summary>A field that holds the pid of a task.</summary>
    public static KeyField TaskOf(string field) => new("pid", field) { As = field == TaskField ? null : KeyKind.Task };

    /// <summary>A text that is the same in all rows of the rule.</summary>
    public static KeyField Is(string name, string text) => new(name, "") { Constant = text };
}
