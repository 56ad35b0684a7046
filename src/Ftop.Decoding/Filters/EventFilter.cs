using System.Text.RegularExpressions;
using Ftop.Decoding.Formats;

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

    private readonly (Regex? System, Regex Name)[] _events;
    private readonly string _condition;

    private EventFilter((Regex? System, Regex Name)[] events, string condition) => (_events, _condition) = (events, condition);

    /// <summary>Reads a filter.</summary>
    /// <returns>False where it is none.</returns>
    public static bool TryParse(string text, out EventFilter? filter, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        filter = null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string condition = colon < 0 ? "" : text[(colon + 1)..].Trim();
        if (condition.Length > 0 && !FilterParser.TryParse(condition, null, false, out _, out TextDiagnostic diagnostic))
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

        try
        {
            filter = new EventFilter([.. names.Select(Name)], condition);
            fault = "";
            return true;
        }
        catch (RegexParseException wrong)
        {
            fault = $"column 1: no regular expression: {wrong.Message}";
            return false;
        }
    }

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
