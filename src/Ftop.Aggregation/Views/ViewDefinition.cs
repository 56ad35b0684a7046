using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Views;

/// <summary>What can be looked at: a table on the screen, in text, JSON and replay.</summary>
/// <param name="Id">On the command line and in JSON: <c>softirqs</c>.</param>
/// <param name="Title">On the screen and in lists: <c>Softirqs</c>.</param>
/// <param name="What">What it answers, in a line.</param>
public sealed record ViewDefinition(string Id, string Title, string What)
{
    /// <summary>The digit that chooses it; null where the menu alone does.</summary>
    public int? Digit { get; init; }

    /// <summary>Events that must be on, as globs like <c>irq:softirq_*</c>.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Events that are turned on besides where the kernel has them.</summary>
    public ImmutableArray<string> Also { get; init; } = [];

    /// <summary>Whether what it shows is there once the operator makes it, and nothing that a kernel has or lacks.</summary>
    public bool IsOfProbes => Also is [ProbeSystem.Alias];

    /// <summary>The options of the kernel that bring the events that it needs.</summary>
    public string NeedsConfig { get; init; } = "";

    /// <summary>Whether it is the operator's own, from a file: where the kernel lacks what it needs it stays, and says so.</summary>
    public bool IsFromFile { get; init; }

    /// <summary>What its rows count, or what columns of its own table are from; empty of views that count nothing besides.</summary>
    public ImmutableArray<Measure> Measures { get; init; } = [];

    /// <summary>
    /// How several measures are one table: with the same key they are columns of the same row, as a task's running and waiting, where this is true, of which
    /// the first tells how often and the first that has spans how long; else the rows of all of
    /// them stand in it, each under the word of its measure.
    /// </summary>
    public bool IsJoined { get; init; }

    /// <summary>The only measure, or the first of several; null where there is none.</summary>
    public Measure? Measure
    {
        get => Measures.FirstOrDefault();
        init => Measures = value is null ? [] : [value];
    }

    /// <summary>Its columns; empty of views that have their own tables and nothing besides.</summary>
    public ImmutableArray<ColumnDefinition> Columns { get; init; } = [];

    /// <summary>The column by whose numbers rows are in order, largest first; null for how often they occurred in the window.</summary>
    public string? SortedBy { get; init; }
}
