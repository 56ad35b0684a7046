using System.Text.RegularExpressions;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.Filters;

/// <summary>
/// Which events of a recording to show, as <c>trace-cmd report -F</c> says it: events, and behind a colon what their fields must be.
/// <code>
/// sched/sched_switch, irq : common_pid == 0 || COMM == "bash"
/// </code>
/// Events are <c>SYSTEM/EVENT</c>, or a name that is looked for among systems and events; both are regular expressions for the whole name, in any case
/// of letters. Fields go by their names in the event's format; <c>COMM</c>, <c>CPU</c> and <c>TIMESTAMP</c> are there besides. A comparison with a field
/// that an event lacks fails. Immutable.
/// </summary>
public sealed class EventFilter
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private const int MaxEvents = 1000;
    private const int MaxNamesLength = 1 << 13; // a longer expression takes seconds
    private const int MaxConditionLength = 1 << 16;

    private readonly (Regex? System, Regex Name)[] _events;
    private readonly string[] _names;
    private readonly string _condition;
    private readonly SortedSet<string> _fields;

    private EventFilter((Regex? System, Regex Name)[] events, string[] names, string condition, SortedSet<string> fields) =>
        (_events, _names, _condition, _fields) = (events, names, condition, fields);

    /// <summary>Reads a filter.</summary>
    /// <returns>False where it is none.</returns>
    public static bool TryParse(string text, out EventFilter? filter, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        filter = null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string condition = colon < 0 ? "" : text[(colon + 1)..].Trim();
        var fields = new SortedSet<string>(StringComparer.Ordinal);
        if ((colon < 0 ? text.Length : colon) > MaxNamesLength || condition.Length > MaxConditionLength)
        {
            fault = $"column 1: expected at most {MaxNamesLength} characters of events and {MaxConditionLength} of a condition";
            return false;
        }

        if (condition.Length > 0 && !FilterParser.TryParse(condition, null, false, out _, out TextDiagnostic diagnostic, fields))
        {
            fault = $"column {colon + 1 + text.AsSpan(colon + 1).IndexOf(condition, StringComparison.Ordinal) + diagnostic.ColumnNumber}: {diagnostic.Message}";
            return false;
        }

        string[] names = (colon < 0 ? text : text[..colon]).Split(',', StringSplitOptions.TrimEntries);
        if (names.Any(name => name.Length == 0))
        {
            fault = "column 1: expected events, as in sched or sched/sched_switch, and a colon before the condition";
            return false;
        }

        if (names.Length > MaxEvents)
        {
            fault = $"column 1: more than {MaxEvents} events; a regular expression names several, as in sched/.*";
            return false;
        }

        try
        {
            filter = new EventFilter([.. names.Select(Name)], names, condition, fields);
            fault = "";
            return true;
        }
        catch (RegexParseException wrong)
        {
            fault = $"column 1: no regular expression: {wrong.Message}";
            return false;
        }
    }

    /// <summary>Why no event of a recording can pass, in words with names that are near: an event or a field that none of its formats has. Null where some can.</summary>
    public string? FindFault(IReadOnlyCollection<EventFormat> formats)
    {
        ArgumentNullException.ThrowIfNull(formats);
        List<EventFormat> meant = [];
        for (int i = 0; i < _events.Length; i++)
        {
            int before = meant.Count;
            meant.AddRange(formats.Where(format => IsMatch(_events[i], format)));
            if (meant.Count == before)
            {
                return $"no event {Excerpt.Of(_names[i])} in this recording{NearNames.Tail(NearNames.Of(_names[i], NamesLike(_names[i], formats)))}";
            }
        }

        foreach (string field in _fields.Where(field => !FilterField.IsOfEveryEvent(field) && !meant.Exists(format => format.Find(field) is not null)))
        {
            string[] names = [.. meant.Select(format => format.Name).Distinct()];
            return $"no field {Excerpt.Of(field)} in {(names.Length == 1 ? Excerpt.Of(names[0]) : $"any of these {names.Length} events")}"
                + NearNames.Tail(NearNames.Of(field, meant.SelectMany(format => format.Fields.Concat(format.CommonFields)).Select(known => known.Name).Concat(["COMM", "CPU", "TIMESTAMP"]).Distinct()));
        }

        return null;
    }

    private static IEnumerable<string> NamesLike(string name, IEnumerable<EventFormat> formats) => name.Contains('/', StringComparison.Ordinal)
        ? formats.Select(format => $"{format.System}/{format.Name}")
        : formats.SelectMany(format => (string[])[format.Name, format.System]).Distinct();

    /// <summary>The condition for events of a format; null where the filter is not about them.</summary>
    internal FilterNode? Bind(EventFormat format, bool bigEndian) =>
        !_events.Any(names => IsMatch(names, format)) ? null
        : _condition.Length == 0 ? new FilterLiteral(1)
        : FilterParser.TryParse(_condition, format, bigEndian, out FilterNode? condition, out _) ? condition
        : null;

    private static bool IsMatch((Regex? System, Regex Name) names, EventFormat format) => names.System is null
        ? names.Name.IsMatch(format.Name) || names.Name.IsMatch(format.System)
        : names.System.IsMatch(format.System) && names.Name.IsMatch(format.Name);

    private static (Regex? System, Regex Name) Name(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (null, Whole(text)) : (Whole(text[..slash].TrimEnd()), Whole(text[(slash + 1)..].TrimStart()));
    }

    private static Regex Whole(string pattern) =>
        new($"^(?:{pattern})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchTimeout);
}
