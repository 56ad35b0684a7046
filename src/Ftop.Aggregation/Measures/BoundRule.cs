using System.Collections.Immutable;
using System.Numerics;
using Ftop.Decoding.Filters;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>A rule for one event of one kernel: where its fields are. Immutable, shared by all CPUs.</summary>
internal sealed class BoundRule
{
    private readonly NumberReader _match;
    private readonly NumberReader _secondMatch;
    private readonly NumberReader _sum;
    private readonly NumberReader _duration;
    private readonly int _matchFields;
    private readonly EventCondition? _when;
    private readonly bool _isMatchedByTask;
    private readonly bool _hasSum;

    private BoundRule(MeasureSlot slot, EventRule rule, EventFormat format, KeyLayout? key, EventCondition? when, bool bigEndian)
    {
        Slot = slot;
        Part = rule.Part;
        Holds = rule.Holds;
        Key = key;
        IsCounted = key is not null && slot.Measure.Counts(rule);
        _when = when;
        _isMatchedByTask = rule.Match is { IsByTask: true };
        ImmutableArray<string> match = rule.Match?.Fields ?? [];
        _matchFields = match.Length;
        _match = Reader(match.ElementAtOrDefault(0));
        _secondMatch = Reader(match.ElementAtOrDefault(1));
        _hasSum = rule.Sum is not null;
        _sum = Reader(rule.Sum);
        _duration = Reader(rule.DurationField);

        NumberReader Reader(string? name) => name is null ? default : new NumberReader(format.Find(name)!, bigEndian);
    }

    /// <summary>Whose rule it is.</summary>
    public MeasureSlot Slot { get; }

    /// <summary>What the event is.</summary>
    public RulePart Part { get; }

    /// <inheritdoc cref="EventRule.Holds"/>
    public bool Holds { get; }

    /// <summary>Null where the event does not tell what the row is.</summary>
    public KeyLayout? Key { get; }

    /// <summary>Whether the event is counted.</summary>
    public bool IsCounted { get; }

    /// <summary>Binds a rule to the event that it names.</summary>
    /// <param name="slot">Whose rule it is; takes the kinds of its fields from the first rule that is bound.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="format">The event of that name.</param>
    /// <param name="longSizeBytes">The traced kernel's long.</param>
    /// <param name="bigEndian">Its byte order.</param>
    /// <param name="bound">Null where there is a fault.</param>
    /// <param name="fault">What the event lacks.</param>
    public static bool TryBind(MeasureSlot slot, EventRule rule, EventFormat format, int longSizeBytes, bool bigEndian, out BoundRule? bound, out string fault)
    {
        bound = null;
        EventCondition? when = null;
        foreach (string? number in (IEnumerable<string?>)[.. rule.Match?.Fields ?? [], rule.Sum, rule.DurationField])
        {
            if (number is not null && format.Find(number) is not { Kind: FieldKind.Scalar })
            {
                fault = $"{format} has no number {number}";
                return false;
            }
        }

        if (rule.Key.FirstOrDefault(field => KindOf(field, format) is null) is KeyField missing)
        {
            fault = $"{format} has no field {missing.Field}";
            return false;
        }

        if (rule.When is not null && !EventCondition.TryParse(rule.When, format, bigEndian, out when, out fault))
        {
            return false;
        }

        ImmutableArray<KeyKind> kinds = [.. rule.Key.Select(field => KindOf(field, format)!.Value)];
        if (!kinds.IsEmpty && !slot.TryUse(kinds, rule, format, longSizeBytes, bigEndian, out fault))
        {
            return false;
        }

        KeyLayout? key = kinds.IsEmpty ? null : new KeyLayout(kinds, rule.Key.Select(field => format.Find(field.Field)!), bigEndian);
        bound = new BoundRule(slot, rule, format, key, when, bigEndian);
        fault = "";
        return true;
    }

    /// <summary>Whether the rule is about this record.</summary>
    public bool IsAbout(ReadOnlySpan<byte> record, ulong timestamp, int cpuIndex) => _when is null || _when.IsTrue(record, timestamp, cpuIndex);

    /// <summary>
    /// What ties begin and end together. Two numbers are mixed into one: that two spans which are open at the same time are taken for one another has odds of one in 2^64 for each pair of them.
    /// </summary>
    public bool TryReadMatch(ReadOnlySpan<byte> record, int pid, int cpuIndex, out ulong match)
    {
        if (_isMatchedByTask)
        {
            match = (ulong)(pid == 0 ? -1 - cpuIndex : pid); // all CPUs' idle tasks have pid 0
            return true;
        }

        match = 0;
        if (_matchFields == 0)
        {
            return true;
        }

        bool isRead = _match.TryRead(record, out long first);
        match = (ulong)first;
        if (_matchFields == 1 || !isRead)
        {
            return isRead;
        }

        isRead = _secondMatch.TryRead(record, out long second);
        match = (BitOperations.RotateLeft(match * 0x9E3779B97F4A7C15ul, 29) ^ (ulong)second) * 0xBF58476D1CE4E5B9ul;
        return isRead;
    }

    /// <summary>What is summed up; false where nothing is, or the record is too short.</summary>
    public bool TryReadSum(ReadOnlySpan<byte> record, out long sum)
    {
        sum = 0;
        return _hasSum && _sum.TryRead(record, out sum);
    }

    /// <summary>Of <see cref="RulePart.Duration"/>.</summary>
    public bool TryReadDuration(ReadOnlySpan<byte> record, out long durationNs) => _duration.TryRead(record, out durationNs);

    private static KeyKind? KindOf(KeyField key, EventFormat format) => format.Find(key.Field) switch
    {
        { IsText: true } => KeyKind.Text,
        { Kind: not FieldKind.Scalar } or null => null,
        _ when key.IsTask || key.Field == "common_pid" => KeyKind.Task,
        { TypeText: "dev_t" } => KeyKind.Device,
        { IsPointer: true } => KeyKind.Symbol,
        _ => KeyKind.Number,
    };
}
