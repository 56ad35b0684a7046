using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Ftop.Aggregation.Measures;
using Ftop.Decoding.Formats;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views;

/// <summary>
/// Views from the command line, as a line of words:
/// <code>
/// block:block_rq_issue dev,rwbs                                                  --by: counts an event by one field or two
/// spi:spi_transfer_start..spi:spi_transfer_stop on xfer by bus_num sum len       --span: times from one event to another
/// sched:sched_waking..sched:sched_switch on pid=next_pid by comm
/// </code>
/// In the system <c>probe</c> are the probes of <c>--probe</c>, whatever the number of ftop's process is.
/// Fields behind <c>on</c> tie end to begin, <c>cpu</c> and <c>task</c> among them; fields behind <c>by</c> and <c>sum</c> are the begin's.
/// </summary>
public static class ViewParser
{
    /// <summary>Reads a count by fields.</summary>
    /// <param name="text">The line.</param>
    /// <param name="id">Of the view.</param>
    /// <param name="view">Null where there is a fault.</param>
    /// <param name="fault">Column, what stands there, and what was expected.</param>
    public static bool TryParseBy(string text, string id, [NotNullWhen(true)] out ViewDefinition? view, out string fault)
    {
        var words = new Words(text);
        view = null;
        if (words.TryEvent(out string name) && words.TryFields("one field or two, by comma", out ImmutableArray<string> fields) && words.TryEnd("the end"))
        {
            view = Define(id, text, [name], [EventRule.Count(name, [.. fields.Select(KeyOf)])], fields, [PerSec, PerSec10, PerSec60, Total]);
        }

        fault = words.Fault;
        return view is not null;
    }

    /// <summary>Reads a span.</summary>
    /// <inheritdoc cref="TryParseBy"/>
    public static bool TryParseSpan(string text, string id, [NotNullWhen(true)] out ViewDefinition? view, out string fault)
    {
        var words = new Words(text);
        view = null;
        if (words.TryEvents(out string begin, out string end) && words.TryWord("on") && words.TryFields("what ties them: one field or two, cpu or task", out ImmutableArray<string> ties)
            && words.TryWord("by") && words.TryFields("one field or two of the begin", out ImmutableArray<string> fields))
        {
            string? sum = null;
            bool isWhole = words.IsAtEnd || (words.TryWord("sum") && words.TryField(out sum) && words.TryEnd("the end"));
            if (isWhole)
            {
                EventRule rule = EventRule.Begin(begin, MatchOf(ties, 0), [.. fields.Select(KeyOf)]) with { Sum = sum };
                view = Define(
                    id, text, [begin, end], [rule, EventRule.End(end, MatchOf(ties, ^1))], fields, [PerSec, .. sum is null ? [] : (ColumnDefinition[])[SumPerSec], .. OfSpans, PerSec10, PerSec60, Total]);
            }
        }

        fault = words.Fault;
        return view is not null;
    }

    private static ViewDefinition Define(
        string id, string text, ImmutableArray<string> events, ImmutableArray<EventRule> rules, ImmutableArray<string> fields, ImmutableArray<ColumnDefinition> columns) =>
        new(id, id, text)
        {
            Needs = [.. events.Distinct()],
            Measure = new Measure(id, rules),
            Columns = [Key(string.Join(' ', fields).ToUpperInvariant()), .. columns],
        };

    private static Match MatchOf(ImmutableArray<string> ties, Index side) => ties switch
    {
        ["cpu"] or [KeyField.CpuField] => Match.Cpu,
        ["task"] => Match.Task,
        _ => Match.By([.. ties.Select(tie => tie.Split('=')[side])]),
    };

    private static KeyField KeyOf(string field) => KeyField.Of(field == "task" ? KeyField.TaskField : field);

    /// <summary>Whether it may be an event: <c>system:name</c>.</summary>
    internal static bool IsEvent(string name) => name is ProbeSystem.Alias + ":*" || name.Split(':') is [string system, string event_] && IsName(system) && IsName(event_);

    /// <summary>Whether it may be the name of a field.</summary>
    internal static bool IsName(string name) => name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');

    // The line, word by word.
    private ref struct Words(string text)
    {
        private int _at;

        public string Fault { get; private set; } = "";

        public readonly bool IsAtEnd => text.AsSpan(_at).IsWhiteSpace();

        public bool TryEvent(out string name)
        {
            int at = Next(out name);
            return IsEvent(name) || Fail(at, name, "an event, as in sched:sched_switch");
        }

        public bool TryEvents(out string begin, out string end)
        {
            int at = Next(out string both);
            string[] parts = both.Split("..");
            (begin, end) = parts.Length == 2 ? (parts[0], parts[1]) : ("", "");
            return (IsEvent(begin) && IsEvent(end)) || Fail(at, both, "two events, as in irq:softirq_entry..irq:softirq_exit");
        }

        public bool TryWord(string expected)
        {
            int at = Next(out string word);
            return word == expected || Fail(at, word, $"'{expected}'");
        }

        public bool TryField([NotNullWhen(true)] out string? field)
        {
            int at = Next(out field);
            return IsName(field) || Fail(at, field, "a field");
        }

        public bool TryFields(string expected, out ImmutableArray<string> fields)
        {
            int at = Next(out string word);
            fields = [.. word.Split(',')];
            return (fields.Length <= 2 && fields.All(field => field.Split('=') is { Length: 1 or 2 } names && names.All(IsName))) || Fail(at, word, expected);
        }

        public bool TryEnd(string expected) => IsAtEnd || Fail(Next(out string word), word, expected);

        private int Next(out string word)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            int start = _at;
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            word = text[start.._at];
            return start;
        }

        private bool Fail(int at, string word, string expected)
        {
            Fault = $"column {at + 1}: {(word.Length == 0 ? "nothing there" : $"'{word}'")}; expected {expected}";
            return false;
        }
    }
}
