namespace Ftop.Aggregation.Windows;

/// <summary>The memory of one window: what was counted and timed in it, and the rows that are made of that.</summary>
internal sealed class WindowBuffers(AggregationLimits limits, int cpus)
{
    /// <summary>What was counted; <see cref="Functions"/> and <see cref="Processes"/> read it when somebody reads their rows.</summary>
    public WindowDelta Delta { get; } = new(limits, cpus);

    /// <summary>The functions.</summary>
    public FunctionRows Functions { get; } = new();

    /// <summary>The tasks.</summary>
    public ProcessRows Processes { get; } = new();

    /// <summary>Nobody reads the rows any more.</summary>
    public void End()
    {
        Functions.End();
        Processes.End();
    }
}
