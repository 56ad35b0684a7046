using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.Filters;

/// <summary>What the fields of one event must be, in the grammar of <see cref="EventFilter"/>'s conditions: <c>state != 4294967295</c>. Immutable.</summary>
public sealed class EventCondition
{
    private readonly FilterNode _condition;

    private EventCondition(FilterNode condition) => _condition = condition;

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="format">The event whose fields it names; null to look at the grammar alone.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    /// <param name="condition">Null where there is a fault.</param>
    /// <param name="fault">Column and reason.</param>
    /// <returns>False where it is none, or names a field that the event lacks.</returns>
    public static bool TryParse(string text, EventFormat? format, bool bigEndian, out EventCondition? condition, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = new SortedSet<string>(StringComparer.Ordinal);
        condition = null;
        if (!FilterParser.TryParse(text, format, bigEndian, out FilterNode? node, out TextDiagnostic wrong, fields))
        {
            fault = $"column {wrong.ColumnNumber}: {wrong.Message}";
            return false;
        }

        string? unknown = format is null ? null : fields.FirstOrDefault(field => !FilterField.IsOfEveryEvent(field) && format.Find(field) is null);
        if (unknown is not null)
        {
            fault = $"no field {Excerpt.Of(unknown)} in {format}{NearNames.Tail(NearNames.Of(unknown, format!.Fields.Select(field => field.Name)))}";
            return false;
        }

        (condition, fault) = (new EventCondition(node!), "");
        return true;
    }

    /// <summary>Whether it holds for a record of the format; of its task only the pid is known, so <c>COMM</c> is empty.</summary>
    public bool IsTrue(ReadOnlySpan<byte> record, ulong timestamp, int cpu) =>
        _condition.Evaluate(new TraceEntry { Record = record, Timestamp = timestamp, Cpu = cpu }, default).IsTrue;
}
