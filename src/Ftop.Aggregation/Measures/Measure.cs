using System.Collections.Immutable;

namespace Ftop.Aggregation.Measures;

/// <summary>
/// What is counted and timed, as data: one table of rows. A row's count is of the events that tell what the row is: of the ends where both sides tell it,
/// of the begins where they alone do. Immutable; made once, and told apart by reference.
/// </summary>
public sealed class Measure
{
    private static readonly RulePart[] OrderOfParts = [RulePart.Release, RulePart.End, RulePart.Begin, RulePart.Duration, RulePart.Count];

    /// <param name="id">As in the catalogue and in JSON.</param>
    /// <param name="rules">In any order: where one event has several, it gives up, then ends, then begins.</param>
    /// <exception cref="ArgumentException">Rules that do not fit together: the message says which.</exception>
    public Measure(string id, params ImmutableArray<EventRule> rules)
    {
        (Id, Rules) = (id, [.. rules.OrderBy(rule => Array.IndexOf(OrderOfParts, rule.Part))]);
        HasSpans = Rules.Any(rule => rule.Part is RulePart.Begin or RulePart.End or RulePart.Duration);
        CountedPart = Rules.Any(rule => rule is { Part: RulePart.End, Key.IsEmpty: false }) ? RulePart.End : RulePart.Begin;
        EventRule first = Rules.FirstOrDefault(rule => !rule.Key.IsEmpty) ?? throw new ArgumentException($"{id}: no event tells what a row is");
        Key = first.Key;
        IsByCpu = Rules.Any(rule => rule.Match is { IsByCpu: true });
        if (Rules.FirstOrDefault(rule => FaultOf(rule) is not null) is EventRule wrong)
        {
            throw new ArgumentException($"{id}: {wrong.Event}: {FaultOf(wrong)}");
        }
    }

    /// <summary>As in the catalogue and in JSON.</summary>
    public string Id { get; }

    /// <summary>The events' parts.</summary>
    public ImmutableArray<EventRule> Rules { get; }

    /// <summary>What a row is; the names are those of the first rule that has them.</summary>
    public ImmutableArray<KeyField> Key { get; }

    /// <summary>Whether rows have durations.</summary>
    public bool HasSpans { get; }

    /// <summary>Whether spans begin and end, and can be seen open in between: where begins tell the row.</summary>
    public bool HasOpenSpans => Rules.Any(rule => rule is { Part: RulePart.Begin, Key.IsEmpty: false });

    /// <summary>Whether begin and end are on one CPU by nature.</summary>
    public bool IsByCpu { get; }

    /// <summary>Whether rows have a sum.</summary>
    public bool HasSum => Rules.Any(rule => rule.Sum is not null);

    /// <summary>Whether a span's time counts in the windows that it lies in, and not with its whole length where it ends.</summary>
    public bool SharesTime
    {
        get => field || Nest is not null;
        init;
    }

    /// <summary>
    /// Where spans on a CPU nest, as interrupts in tasks: the time of one stands still while another of the same nest is open at a higher <see cref="EventRule.Level"/>.
    /// Measures of the same nest share the CPU's time among them.
    /// </summary>
    public string? Nest { get; init; }

    /// <summary>What its rows are, for tables that have rows of several measures: <c>irq</c>.</summary>
    public string Word { get; init; } = "";

    /// <summary>Fields of its events that are worth a breakdown of a row, beside task and CPU: sizes, places.</summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>The measure that this is a breakdown of; null where it is none.</summary>
    public Measure? Of { get; private init; }

    /// <summary>Of a breakdown, the key of the row of <see cref="Of"/> that is broken down.</summary>
    public ulong RowKey { get; private init; }

    /// <summary>All of this measure by something else, as one of its rows.</summary>
    /// <inheritdoc cref="BrokenDown(ulong, KeyField)"/>
    public Measure BrokenDown(KeyField by) => BrokenDown(null, by);

    /// <summary>
    /// One row of this measure by something else: by <see cref="KeyField.Task"/>, <see cref="KeyField.Cpu"/> or a field of the events that tell the row. It is a measure like any
    /// other, to be watched as long as somebody looks at it; what it counted is forgotten when it is not watched any more.
    /// </summary>
    /// <param name="rowKey">Of the row.</param>
    /// <param name="by">What its rows are.</param>
    public Measure BrokenDown(ulong rowKey, KeyField by) => BrokenDown((ulong?)rowKey, by);

    private Measure BrokenDown(ulong? rowKey, KeyField by)
    {
        ArgumentNullException.ThrowIfNull(by);
        bool begins = Rules.Any(rule => rule is { Part: RulePart.Begin, Key.IsEmpty: false });
        return new Measure($"{Id} by {by.Name}", [.. Rules.Select(rule => Break(rule, by, begins, rowKey is not null))])
        {
            SharesTime = SharesTime,
            Nest = Nest is null ? null : $"{Nest} by {by.Name}",
            Of = this,
            RowKey = rowKey ?? 0,
        };
    }

    /// <summary>Which side of a span is counted.</summary>
    internal RulePart CountedPart { get; }

    /// <summary>Whether a rule's events are counted.</summary>
    internal bool Counts(EventRule rule) => !rule.Key.IsEmpty && !rule.IsHint && (rule.Part is RulePart.Count or RulePart.Duration || rule.Part == CountedPart);

    // The begin tells who did it, where it knows the row; what ends it does so for somebody else.
    private static EventRule Break(EventRule rule, KeyField by, bool begins, bool isOfRow) => rule switch
    {
        { Key.IsEmpty: true } => rule,
        { Part: RulePart.End } when begins => rule with { Key = [], Sum = null },
        _ => rule with { Key = [by], RowKey = isOfRow ? rule.Key : [] },
    };

    private string? FaultOf(EventRule rule) => rule switch
    {
        { Part: RulePart.Begin or RulePart.End or RulePart.Release, Match: null } => "nothing ties its spans together",
        { Part: RulePart.Duration, DurationField: null } => "no field with the duration",
        { Match: Match match } when match.IsByCpu != IsByCpu => "some spans are matched by CPU and others are not",
        { Match: Match match } when match.Ties != Rules.First(other => other.Match is not null).Match!.Ties => "begin and end are tied by another number of fields",
        { Key: { IsEmpty: false } key } when key.Length != Key.Length => "its rows have another number of fields",
        { Key.Length: > 2 } => "a row is one or two fields",
        { Level: not 0, Match: not { IsByCpu: true } } => "only spans of a CPU nest",
        { Sum: not null } when !Counts(rule) => "a sum is of the event that has the key and is counted",
        _ => null,
    };
}
