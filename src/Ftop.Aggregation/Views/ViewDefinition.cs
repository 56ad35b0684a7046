using System.Collections.Immutable;
using Ftop.Aggregation.Measures;

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

    /// <summary>The options of the kernel that bring these events.</summary>
    public string NeedsConfig { get; init; } = "";

    /// <summary>What its rows count; null of the views that are as old as the program and have their own tables.</summary>
    public Measure? Measure { get; init; }

    /// <summary>Its columns; empty where <see cref="Measure"/> is null.</summary>
    public ImmutableArray<ColumnDefinition> Columns { get; init; } = [];
}
