namespace Ftop.Aggregation.Measures;

/// <summary>A part of what a row is.</summary>
/// <param name="Name">In JSON and above the column: <c>op</c>.</param>
/// <param name="Field">Of the event: <c>rwbs</c>. <c>common_pid</c> is the task that the event happens in.</param>
public sealed record KeyField(string Name, string Field)
{
    /// <summary>Whether it is the pid of a task, which is shown with its name.</summary>
    public bool IsTask { get; init; }

    /// <summary>A field that is called the same in the event and in the output.</summary>
    public static KeyField Of(string field) => new(field, field);

    /// <summary>A field that holds the pid of a task.</summary>
    public static KeyField TaskOf(string field) => new("pid", field) { IsTask = true };
}
