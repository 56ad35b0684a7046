using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Pairing;

/// <summary>A begin, an end or a release of a span in the words of a <see cref="PairRecord"/>.</summary>
internal static class SpanRecord
{
    private const byte PartBits = 0x0f;
    private const byte HoldsBit = 0x40;
    private const byte KeyBit = 0x80;

    /// <summary>Makes the record.</summary>
    /// <param name="timestamp">Trace clock, ns.</param>
    /// <param name="rule">Whose event it was.</param>
    /// <param name="match">What ties begin and end.</param>
    /// <param name="key">Of the row; null where the event does not tell it.</param>
    public static PairRecord Of(ulong timestamp, BoundRule rule, ulong match, ulong? key) => new(
        timestamp, key ?? 0, (long)match, rule.Slot.Index, (byte)((byte)rule.Part | (rule.Holds ? HoldsBit : 0) | (key is null ? 0 : KeyBit)), PairKind.Span);

    /// <summary>The measure's slot.</summary>
    public static int Slot(in PairRecord record) => record.Pid;

    /// <summary>What ties begin and end.</summary>
    public static ulong Match(in PairRecord record) => (ulong)record.DurationNs;

    /// <summary>Whether two are of the same span.</summary>
    public static bool IsSame(in PairRecord begin, in PairRecord end) => begin.Pid == end.Pid && begin.DurationNs == end.DurationNs;

    /// <summary>What the event was.</summary>
    public static RulePart Part(in PairRecord record) => (RulePart)(record.Depth & PartBits);

    /// <summary>Whether nothing begins until a release.</summary>
    public static bool Holds(in PairRecord record) => (record.Depth & HoldsBit) != 0;

    /// <summary>Whether the key is known.</summary>
    public static bool HasKey(in PairRecord record) => (record.Depth & KeyBit) != 0;
}
