using System.Collections.Immutable;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Aggregation.Measures;

/// <summary>A measure's place in the tables of one trace, for good, and what its keys mean there.</summary>
internal sealed class MeasureSlot(int index, Measure measure, int keysAtMost)
{
    private ImmutableArray<KeyKind> _kinds = [];
    private FieldNames?[] _names = [];

    /// <summary>In the tables.</summary>
    public int Index { get; } = index;

    /// <summary>What is measured.</summary>
    public Measure Measure { get; } = measure;

    /// <summary>
    /// Whether a span that begins and ends on one CPU within next to no time may be paired there: what is tied by it cannot have gone to another CPU and come
    /// back. Not where an end holds off begins, of which other CPUs may know.
    /// </summary>
    public bool PairsOnCpu { get; } = !measure.Rules.Any(rule => rule.Holds);

    /// <summary>Keys that are no single number.</summary>
    public KeyInterner Interner { get; } = new(keysAtMost);

    /// <summary>Kinds of the key's fields; empty until an event that tells the key is known.</summary>
    public ImmutableArray<KeyKind> Kinds => _kinds;

    /// <summary>Names for the values of a field of the key; null where its print fmt has none.</summary>
    public FieldNames? NamesOf(int field) => field < _names.Length ? _names[field] : null;

    /// <summary>Takes the kinds of the key's fields from an event. False where another event of the measure has other kinds, so that its keys are not the same.</summary>
    public bool TryUse(ImmutableArray<KeyKind> kinds, EventRule rule, EventFormat format, int longSizeBytes, bool bigEndian, out string fault)
    {
        if (!_kinds.IsEmpty)
        {
            fault = kinds.SequenceEqual(_kinds) ? "" : $"{format}: {rule.Key[0].Field} is of another kind than in the events before";
            return fault.Length == 0;
        }

        _names = [.. rule.Key.Select(field => FieldNames.TryFind(format, format.Find(field.Field)!, out FieldNames? names, longSizeBytes, bigEndian) ? names : null)];
        _kinds = kinds;
        fault = "";
        return true;
    }
}
