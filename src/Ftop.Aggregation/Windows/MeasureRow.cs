using System.Collections.Immutable;

namespace Ftop.Aggregation.Windows;

/// <summary>One row of a measure.</summary>
/// <param name="Key">The key that the row goes by, from window to window.</param>
/// <param name="Parts">What the row is; empty of the row that stands for all keys beyond the bound.</param>
/// <param name="Rates">How often.</param>
public sealed record MeasureRow(ulong Key, ImmutableArray<KeyPart> Parts, Rates Rates)
{
    /// <summary>How much, in the unit of the field that is summed up; null where nothing is.</summary>
    public Rates? Sum { get; init; }

    /// <summary>Durations of the spans that ended in the window; null where none did, or the measure has none.</summary>
    public LatencySummary? Latency { get; init; }

    /// <summary>Spans that are open at the end of the window; null where the measure has none.</summary>
    public long? InFlight { get; init; }

    /// <summary>The row's name: <c>vda W</c>, <c>TIMER</c>, <c>bash-123</c>. Untrusted.</summary>
    public string Name { get; } = NameOf(Parts);

    private static string NameOf(ImmutableArray<KeyPart> parts) => parts.IsEmpty ? "(others)" : string.Join(' ', parts.Select(part => part switch
    {
        { IsTask: true, Text: string comm } => $"{comm}-{part.Number}",
        { Text: string text } => text,
        _ => $"{part.Number}",
    }));
}
