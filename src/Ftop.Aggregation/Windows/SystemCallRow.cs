using System.Collections.Immutable;

namespace Ftop.Aggregation.Windows;

/// <summary>One system call of one ABI.</summary>
/// <param name="Name">Name as in syscalls(2); a compat call carries its ABI, as in <c>open (i386)</c>.</param>
/// <param name="Nr">Number in its ABI.</param>
/// <param name="Rates">Calls that returned, and calls that never return (<c>exit</c>, <c>exit_group</c>), which are counted when they begin.</param>
/// <param name="Errors">Calls of the window that returned an error.</param>
/// <param name="Errnos">The errors by errno, most frequent first.</param>
/// <param name="Latency">Durations; null where only exits are traced.</param>
/// <param name="InProgress">Calls that have begun and not returned yet at the end of the window.</param>
public sealed record SystemCallRow(
    string Name, int Nr, Rates Rates, long Errors, ImmutableArray<ErrnoCount> Errnos, LatencySummary? Latency, int InProgress)
{
    /// <summary>Calls of the window that a signal interrupted and that start again (<c>ERESTARTSYS</c> and its like); no errors.</summary>
    public long Restarts { get; init; }

    /// <summary>The longest call since the start or the last clear; null where none was timed.</summary>
    public WorstSpan? Worst { get; init; }

    /// <summary>The latest call that failed, of those whose begin was seen; null where none did since the start or the last clear.</summary>
    public FailedSpan? Failed { get; init; }

    /// <summary>Each duration; good for as long as the window is.</summary>
    public Durations Durations { get; init; }
}

/// <summary>A system call that failed.</summary>
/// <param name="Span">When and where.</param>
/// <param name="Errno">Symbolic name of what it returned, as in errno(3).</param>
public readonly record struct FailedSpan(WorstSpan Span, string Errno);

/// <summary>Errors of one kind.</summary>
/// <param name="Errno">Symbolic name, as in errno(3).</param>
/// <param name="Count">Calls of the window that returned it.</param>
public readonly record struct ErrnoCount(string Errno, long Count);
