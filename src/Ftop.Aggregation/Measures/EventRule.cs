using System.Collections.Immutable;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>One event's part in a <see cref="Measure"/>.</summary>
/// <param name="Part">What the event is.</param>
/// <param name="Event"><c>system:name</c>; the system <c>probe</c> stands for that of any ftop's probes, and <c>probe:*</c> for all of them.</param>
public sealed record EventRule(RulePart Part, string Event)
{
    /// <summary>The event's system.</summary>
    public string System => Event[..Math.Max(0, Event.IndexOf(':', StringComparison.Ordinal))];

    /// <summary>The event's name in its system.</summary>
    public string Name => Event[(Event.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>
    /// Whether it is about several events, as <c>probe:*</c> is about all probes of an ftop (<see cref="ProbeSystem"/>): then it holds for those that have the fields, and no
    /// fault is with the others.
    /// </summary>
    internal bool IsOfSeveral => Name == "*";

    /// <summary>Whether it is about an event.</summary>
    internal bool IsAbout(EventFormat format) =>
        (Name == format.Name || IsOfSeveral) && (System == ProbeSystem.Alias ? ProbeSystem.Is(format.System) : System == format.System);

    /// <summary>What ties begin and end; null where there are none.</summary>
    public Match? Match { get; init; }

    /// <summary>What the row is, one field or two; empty where the other side tells.</summary>
    public ImmutableArray<KeyField> Key { get; init; } = [];

    /// <summary>A field that is summed up for each row beside the count: bytes, pages. Of an event that has the key.</summary>
    public string? Sum { get; init; }

    /// <summary>What one of <see cref="Sum"/> is: 512 where sectors are to be bytes.</summary>
    public int SumUnit { get; init; } = 1;

    /// <summary>Where the measure's spans nest: from 1, the outermost.</summary>
    public int Level { get; init; }

    /// <summary>Of a begin at a level: tells that the span is open, wherever it began; it is not counted, and changes nothing where that is known.</summary>
    public bool IsHint { get; init; }

    /// <summary>The field of <see cref="RulePart.Duration"/>, in ns.</summary>
    public string? DurationField { get; init; }

    /// <summary>Only events for which this holds, in the grammar of <c>report -F</c>: <c>prev_state == 0</c>.</summary>
    public string? When { get; init; }

    /// <summary>Of an end: until the match is released nothing begins for it, as a task that runs does not wait to run, whoever wakes it.</summary>
    public bool Holds { get; init; }

    /// <summary>Of a breakdown: what the row is that is broken down.</summary>
    internal ImmutableArray<KeyField> RowKey { get; init; } = [];

    /// <summary>Counts an event.</summary>
    public static EventRule Count(string name, params ImmutableArray<KeyField> key) => new(RulePart.Count, name) { Key = key };

    /// <summary>Begins a span.</summary>
    public static EventRule Begin(string name, Match match, params ImmutableArray<KeyField> key) => new(RulePart.Begin, name) { Match = match, Key = key };

    /// <summary>Ends one.</summary>
    public static EventRule End(string name, Match match, params ImmutableArray<KeyField> key) => new(RulePart.End, name) { Match = match, Key = key };

    /// <summary>Gives one up.</summary>
    public static EventRule Release(string name, Match match) => new(RulePart.Release, name) { Match = match };
}
