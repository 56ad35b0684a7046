using System.Collections.Immutable;
using System.Text.Json;
using Ftop.Aggregation.Measures;
using Ftop.Decoding.Filters;

namespace Ftop.Aggregation.Views.Files;

/// <summary>
/// A measure of a view's file: its events by what they are, one or an array of them, and for all events of one part the key and the sum.
/// <code>
/// { "begin": [ { "event": "sched:sched_waking", "match": ["pid"] }, { "event": "sched:sched_switch", "match": ["prev_pid"], "when": "prev_state == 0", "key": ["prev_pid"] } ],
///   "end": { "event": "sched:sched_switch", "match": ["next_pid"] }, "key": ["begin.pid"] }
/// </code>
/// </summary>
internal static class MeasureReader
{
    private const int MostRules = 64;
    private const int MostSumUnit = 1 << 30;
    private const int MostLevels = 8;

    /// <summary>The parts by their names in the file.</summary>
    public static ImmutableArray<(string Name, RulePart Part)> Parts { get; } =
        [("begin", RulePart.Begin), ("end", RulePart.End), ("release", RulePart.Release), ("duration", RulePart.Duration), ("count", RulePart.Count)];

    private static string[] PartNames { get; } = [.. Parts.Select(part => part.Name)];

    /// <exception cref="ViewFileFault">It is none.</exception>
    public static Measure Read(JsonPart part, string id)
    {
        part.MustBe(JsonTokenType.StartObject, "a measure, as in { \"count\": { \"event\": … }, \"key\": [ … ] }").MustHaveOnly([.. PartNames, "key", "sum", "id", "word", "by", "sharesTime", "nest"]);
        List<EventRule> rules = [];
        (RulePart Part, ImmutableArray<KeyField> Fields)? key = part.Find("key") is JsonPart keys ? KeyReader.ReadOfPart(keys, part) : null;
        (RulePart Part, string Field)? sum = part.Find("sum") is JsonPart sums ? KeyReader.ReadPart(sums, part) : null;
        foreach ((string name, RulePart kind) in Parts)
        {
            foreach (JsonPart rule in part.Find(name) switch { null => [], { Kind: JsonTokenType.StartArray } several => several.Items, JsonPart one => (List<JsonPart>)[one] })
            {
                EventRule read = ReadRule(rule, kind);
                rules.Add(read with
                {
                    Key = read.Key.IsEmpty && key is { Fields: var fields } && key.Value.Part == kind ? fields : read.Key,
                    Sum = read.Sum ?? (sum is { Field: string field } && sum.Value.Part == kind ? field : null),
                });
            }
        }

        bool hasBegin = rules.Exists(rule => rule.Part == RulePart.Begin);
        if (rules.Count is 0 or > MostRules || hasBegin != rules.Exists(rule => rule.Part == RulePart.End))
        {
            throw ViewFileFault.Saying(part.At, $"expected begin and end, count, or duration: 1 to {MostRules} events");
        }

        try
        {
            return new Measure(part.Find("id")?.FieldName() ?? id, [.. rules])
            {
                Word = part.Find("word")?.String("what its rows are") ?? "",
                By = part.Find("by") is JsonPart by ? [.. by.MustBe(JsonTokenType.StartArray, "an array of fields").Items.Select(field => field.FieldName())] : [],
                SharesTime = part.Find("sharesTime")?.Flag() ?? false,
                Nest = part.Find("nest")?.FieldName(),
            };
        }
        catch (ArgumentException misfit)
        {
            throw ViewFileFault.Saying(part.At, misfit.Message);
        }
    }

    private static EventRule ReadRule(JsonPart part, RulePart kind)
    {
        part.MustBe(JsonTokenType.StartObject, "an event, as in { \"event\": \"sched:sched_switch\" }").MustHaveOnly("event", "match", "when", "key", "sum", "sumUnit", "holds", "field", "level", "hint");
        string expected = "an event, as in sched:sched_switch";
        JsonPart name = part.Need("event");
        if (!ViewParser.IsEvent(name.String(expected)))
        {
            throw new ViewFileFault(name, expected);
        }

        return new EventRule(kind, name.Text)
        {
            Match = part.Find("match") is JsonPart match ? ReadMatch(match) : null,
            When = part.Find("when") is JsonPart when ? ReadCondition(when) : null,
            Key = part.Find("key") is JsonPart key ? KeyReader.Read(key) : [],
            Sum = part.Find("sum")?.FieldName(),
            DurationField = part.Find("field")?.FieldName(),
            SumUnit = part.Find("sumUnit")?.Number(1, MostSumUnit) ?? 1,
            Holds = part.Find("holds")?.Flag() ?? false,
            Level = part.Find("level")?.Number(1, MostLevels) ?? 0,
            IsHint = part.Find("hint")?.Flag() ?? false,
        };
    }

    private static Match ReadMatch(JsonPart part)
    {
        const string Expected = "what ties end to begin: one field or two, common_cpu or common_pid";
        string[] fields = part.Strings(Expected, ViewParser.IsName);
        return fields switch
        {
            ["cpu"] or [KeyField.CpuField] => Match.Cpu,
            ["task"] => Match.Task,
            { Length: 1 or 2 } when !fields.Contains(KeyField.CpuField) => Match.By([.. fields]),
            _ => throw new ViewFileFault(part, Expected),
        };
    }

    private static string ReadCondition(JsonPart part) =>
        EventCondition.TryParse(part.String("a condition, as in 'prev_prio < 100'"), null, bigEndian: false, out _, out string fault)
            ? part.Text
            : throw ViewFileFault.Saying(part.At, $"'{part.Text}': {fault}");
}
