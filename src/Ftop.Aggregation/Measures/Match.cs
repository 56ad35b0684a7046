using System.Collections.Immutable;

namespace Ftop.Aggregation.Measures;

/// <summary>What ties the end of a span to its begin.</summary>
public sealed record Match
{
    private Match()
    {
    }

    /// <summary>The CPU: what begins there ends there, and one span at a time is open on it.</summary>
    public static Match Cpu { get; } = new() { IsByCpu = true };

    /// <summary>The task that the event happens in.</summary>
    public static Match Task { get; } = new() { IsByTask = true };

    /// <summary>Whether it is <see cref="Cpu"/>.</summary>
    public bool IsByCpu { get; private init; }

    /// <summary>Whether it is <see cref="Task"/>.</summary>
    public bool IsByTask { get; private init; }

    /// <summary>Numbers of the event, one or two; the other side's may have other names.</summary>
    public ImmutableArray<string> Fields { get; private init; } = [];

    /// <summary>How many numbers must be the same.</summary>
    internal int Ties => IsByTask ? 1 : Fields.Length;

    /// <summary>The numbers in these fields, one or two. A match on <c>common_pid</c> is <see cref="Task"/>.</summary>
    /// <exception cref="ArgumentException">None, or more than two.</exception>
    public static Match By(params ImmutableArray<string> fields) => fields switch
    {
        [KeyField.TaskField] => Task,
        { Length: 1 or 2 } => new Match { Fields = fields },
        _ => throw new ArgumentException("a match is one or two fields", nameof(fields)),
    };
}
