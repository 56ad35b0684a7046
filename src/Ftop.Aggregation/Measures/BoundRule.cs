using System.Collections.Immutable;
using System.Numerics;
using Ftop.Aggregation.Pairing;
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
    private readonly FieldConditions? _fastWhen;
    private readonly KeyLayout? _rowKey;
    private readonly int _sumUnit;
    private readonly bool _isMatchedByTask;
    private readonly bool _isMatchedByTaskToo;
    private readonly bool _hasSum;

    private BoundRule(MeasureSlot slot, EventRule rule, EventFormat format, KeyLayout? key, KeyLayout? rowKey, EventCondition? when, bool bigEndian)
    {
        Slot = slot;
        Part = rule.Part;
        SpanBits = SpanRecord.BitsOf(rule, slot.Measure);
        Level = rule.Level;
        IsHint = rule.IsHint;
        Key = key;
        _rowKey = rowKey;
        _sumUnit = rule.SumUnit;
        IsCounted = key is not null && slot.Measure.Counts(rule);
        _fastWhen = when is null ? null : FieldConditions.Of(rule.When!, format, bigEndian); // it was made of the text
        _when = _fastWhen is null ? when : null;
        _isMatchedByTask = rule.Match is { IsByTask: true };
        ImmutableArray<string> match = rule.Match?.Fields ?? [];
        _matchFields = match.Length;
        _isMatchedByTaskToo = match is [KeyField.TaskField, _];
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

    /// <summary>What the rule adds to a <see cref="SpanRecord"/>.</summary>
    public byte SpanBits { get; }

    /// <inheritdoc cref="EventRule.Level"/>
    public int Level { get; }

    /// <inheritdoc cref="EventRule.IsHint"/>
    public bool IsHint { get; }

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

        KeyLayout? key = null;
        KeyLayout? rowKey = null;
        if ((!rule.Key.IsEmpty && !KeyLayout.TryMake(rule.Key, format, longSizeBytes, bigEndian, out key, out string missing))
            || (!rule.RowKey.IsEmpty && !KeyLayout.TryMake(rule.RowKey, format, longSizeBytes, bigEndian, out rowKey, out missing)))
        {
            fault = $"{format} has no field {missing}";
            return false;
        }

        if (rule.When is not null && !EventCondition.TryParse(rule.When, format, bigEndian, out when, out fault))
        {
            return false;
        }

        if (key is not null && !slot.TryUse(key.Kinds, rule, format, longSizeBytes, bigEndian, out fault))
        {
            return false;
        }

        bound = new BoundRule(slot, rule, format, key, rowKey, when, bigEndian);
        fault = "";
        return true;
    }

    /// <summary>Whether the rule is about this record.</summary>
    public bool IsAbout(ReadOnlySpan<byte> record, ulong timestamp, int cpu) =>
        (_fastWhen is null || _fastWhen.AreTrue(record)) && (_when is null || _when.IsTrue(record, timestamp, cpu)) && (_rowKey is null || IsAboutRow(_rowKey, record, cpu));

    /// <summary>
    /// What ties begin and end together. Two numbers are mixed into one: that two spans which are open at the same time are taken for one another has odds of one in 2^64 for each pair of them.
    /// </summary>
    public bool TryReadMatch(ReadOnlySpan<byte> record, int pid, int cpuIndex, out ulong match)
    {
        if (_isMatchedByTask)
        {
            match = TaskOf(pid, cpuIndex);
            return true;
        }

        match = 0;
        if (_matchFields == 0)
        {
            return true;
        }

        bool isRead = _match.TryRead(record, out long first);
        match = _isMatchedByTaskToo ? TaskOf(pid, cpuIndex) : (ulong)first;
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
        bool isRead = _hasSum && _sum.TryRead(record, out sum);
        sum *= _sumUnit;
        return isRead;
    }

    /// <summary>Of <see cref="RulePart.Duration"/>.</summary>
    public bool TryReadDuration(ReadOnlySpan<byte> record, out long durationNs) => _duration.TryRead(record, out durationNs);

    // All CPUs' idle tasks have pid 0.
    private static ulong TaskOf(int pid, int cpuIndex) => (ulong)(pid == 0 ? -1 - cpuIndex : pid);

    private bool IsAboutRow(KeyLayout layout, ReadOnlySpan<byte> record, int cpu) =>
        layout.TryRead(record, cpu, Slot.Of!.Interner, out ulong row) && row == Slot.Measure.RowKey; // a breakdown's rule, which has an origin
}
