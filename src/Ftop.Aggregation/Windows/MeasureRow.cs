using System.Collections.Immutable;
using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Windows;

/// <summary>One row of a measure, or of a view's table.</summary>
/// <param name="Key">The key that the row goes by, from window to window.</param>
/// <param name="Parts">What the row is; empty of the row that stands for all keys beyond the bound.</param>
/// <param name="Rates">How often.</param>
public sealed record MeasureRow(ulong Key, ImmutableArray<KeyPart> Parts, Rates Rates)
{
    /// <summary>How much, in the unit of the field that is summed up; null where nothing is.</summary>
    public Rates? Sum { get; init; }

    /// <summary>Durations of the spans that ended in the window; null where none did, or the measure has none.</summary>
    public LatencySummary? Latency { get; init; }

    /// <summary>Each duration; good for as long as the window is.</summary>
    public Durations Durations { get; init; }

    /// <summary>Spans that are open at the end of the window; null where the measure has none.</summary>
    public long? InFlight { get; init; }

    /// <summary>Time of spans that lies in the window, of several at once their sum; null where the measure does not share time out.</summary>
    public long? WithinNs { get; init; }

    /// <summary>Length of the window, ns.</summary>
    public long WindowNs { get; init; }

    /// <summary>The CPU that spent most time on it in the window; null where no span ended.</summary>
    public TopCpu? TopCpu { get; init; }

    /// <summary>The longest span since the start or the last clear; null where none ended.</summary>
    public WorstSpan? Worst { get; init; }

    /// <summary>Of a view's table with rows of several measures, whose row it is: the index in the view's measures.</summary>
    public int Source { get; init; }

    /// <summary>Of a view's table whose measures are columns of the same row, each one's row of this key, null where it has none; else empty.</summary>
    public ImmutableArray<MeasureRow?> Joined { get; init; } = [];

    /// <summary>The row's name: <c>vda W</c>, <c>TIMER</c>, <c>bash-123</c>. Untrusted.</summary>
    public string Name { get; init; } = NameOf(Parts);

    /// <summary>Whether there is something of it in the window.</summary>
    public bool IsActive => Rates.Count > 0 || InFlight > 0 || WithinNs > 0 || Latency is not null || Joined.Any(static row => row is { IsActive: true });

    /// <summary>The row of one of the joined measures; null where it has none of this key.</summary>
    public MeasureRow? Of(int measure) => measure < Joined.Length ? Joined[measure] : null;

    private static string NameOf(ImmutableArray<KeyPart> parts) => parts.IsEmpty ? "(others)" : string.Join(' ', parts.Select(part => part switch
    {
        { IsTask: true, Text: string comm } => $"{comm}-{part.Number}",
        { Text: string text } => text,
        _ => $"{part.Number}",
    }));
}

/// <summary>The CPU that spent most time on something.</summary>
/// <param name="Cpu">The kernel's number of it.</param>
/// <param name="Percent">Share of that CPU's time in the window, 0 to 100.</param>
public readonly record struct TopCpu(int Cpu, double Percent);

/// <summary>The longest span of a row: where to look for what happened.</summary>
/// <param name="Begin">Trace clock, ns.</param>
/// <param name="DurationNs">How long it was.</param>
/// <param name="BeginCpu">The kernel's number of the CPU that it began on.</param>
/// <param name="EndCpu">The CPU that it ended on.</param>
/// <param name="BeginPid">The task that the begin happened in.</param>
/// <param name="EndPid">The task that the end happened in.</param>
public readonly record struct WorstSpan(ulong Begin, long DurationNs, int BeginCpu, int EndCpu, int BeginPid, int EndPid)
{
    /// <summary>Name of the system call that it is; null where it is none.</summary>
    public string? SystemCall { get; init; }

    /// <summary>Trace clock, ns.</summary>
    public ulong End => Begin + (ulong)DurationNs;

    internal static WorstSpan Of(in SpanPlace place, long durationNs, ImmutableArray<int> cpus) =>
        new(place.Begin, durationNs, cpus[place.BeginCpu], cpus[place.EndCpu], place.BeginPid, place.EndPid);
}
