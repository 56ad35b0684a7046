using System.Collections.Immutable;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Aggregation.Measures;

/// <summary>A measure's place in the tables of one trace, for good, and what its keys mean there.</summary>
/// <param name="index">In the tables.</param>
/// <param name="measure">What is measured.</param>
/// <param name="keysAtMost">Keys that are text, or two fields.</param>
/// <param name="nest">Number of the measure's nest, from 0; −1 where its spans do not nest.</param>
/// <param name="of">Of a breakdown, the slot of what is broken down.</param>
internal sealed class MeasureSlot(int index, Measure measure, int keysAtMost, int nest = -1, MeasureSlot? of = null)
{
    private ImmutableArray<KeyKind> _kinds = [];
    private ImmutableArray<string> _fields = [];
    private FieldNames?[] _names = [];

    /// <summary>In the tables.</summary>
    public int Index { get; } = index;

    /// <summary>What is measured.</summary>
    public Measure Measure { get; } = measure;

    /// <summary>Number of the measure's nest, from 0; −1 where its spans do not nest.</summary>
    public int Nest { get; } = nest;

    /// <summary>Of a breakdown, the slot of what is broken down.</summary>
    public MeasureSlot? Of { get; } = of;

    /// <summary>Fields by which rows can be broken down: those that all events have which tell the row.</summary>
    public ImmutableArray<string> Fields => _fields;

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

    /// <summary>
    /// Takes the kinds of the key's fields from an event. False where another event of the measure has a key of another kind, so that its keys are not the same;
    /// keys of two fields tell their kinds themselves.
    /// </summary>
    public bool TryUse(ImmutableArray<KeyKind> kinds, EventRule rule, EventFormat format, int longSizeBytes, bool bigEndian, out string fault)
    {
        IEnumerable<string> fields = format.Fields.Where(field => (field.IsText || field.Kind == FieldKind.Scalar) && !field.Name.StartsWith("common_", StringComparison.Ordinal)).Select(field => field.Name);
        _fields = _kinds.IsEmpty ? [.. fields] : [.. _fields.Intersect(fields)];
        if (!_kinds.IsEmpty)
        {
            bool isSame = kinds.SequenceEqual(_kinds);
            _names = isSame ? _names : []; // the numbers of some events have the names of none
            fault = isSame || kinds.Length > 1 ? "" : $"{format}: {rule.Key[0].Field} is of another kind than in the events before";
            return fault.Length == 0;
        }

        _names = [.. rule.Key.Select(field => format.Find(field.Field) is FormatField found && FieldNames.TryFind(format, found, out FieldNames? names, longSizeBytes, bigEndian) ? names : null)];
        _kinds = kinds;
        fault = "";
        return true;
    }
}
