using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Pairing;

/// <summary>A begin, an end or a release of a span in the words of a <see cref="PairRecord"/>.</summary>
internal static class SpanRecord
{
    private const byte PartBits = 0x0f;
    private const byte SharesBit = 0x20;
    private const byte HoldsBit = 0x40;
    private const byte KeyBit = 0x80;

    /// <summary>Makes the record.</summary>
    /// <param name="timestamp">Trace clock, ns.</param>
    /// <param name="rule">Whose event it was.</param>
    /// <param name="match">What ties begin and end.</param>
    /// <param name="key">Of the row; null where the event does not tell it.</param>
    /// <param name="pid">The task that it happened in.</param>
    public static PairRecord Of(ulong timestamp, BoundRule rule, ulong match, ulong? key, int pid) => new(
        timestamp, key ?? 0, (long)match, pid, (byte)(rule.SpanBits | (key is null ? 0 : KeyBit)), PairKind.Span, (ushort)rule.Slot.Index);

    /// <summary>What of a record is the same for all events of a rule.</summary>
    public static byte BitsOf(EventRule rule, Measure measure) => (byte)((byte)rule.Part | (rule.Holds ? HoldsBit : 0) | (measure.SharesTime ? SharesBit : 0));

    /// <summary>The measure's slot.</summary>
    public static int Slot(in PairRecord record) => record.Slot;

    /// <summary>What ties begin and end.</summary>
    public static ulong Match(in PairRecord record) => (ulong)record.DurationNs;

    /// <summary>Whether two are of the same span.</summary>
    public static bool IsSame(in PairRecord begin, in PairRecord end) => begin.Slot == end.Slot && begin.DurationNs == end.DurationNs;

    /// <summary>What the event was.</summary>
    public static RulePart Part(in PairRecord record) => (RulePart)(record.Depth & PartBits);

    /// <summary>Whether nothing begins until a release.</summary>
    public static bool Holds(in PairRecord record) => (record.Depth & HoldsBit) != 0;

    /// <summary>Whether the span's time counts in the windows that it lies in.</summary>
    public static bool SharesTime(in PairRecord record) => (record.Depth & SharesBit) != 0;

    /// <summary>Whether the key is known.</summary>
    public static bool HasKey(in PairRecord record) => (record.Depth & KeyBit) != 0;
}
