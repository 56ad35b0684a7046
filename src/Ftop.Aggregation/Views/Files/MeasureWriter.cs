using System.Collections.Immutable;
using System.Text.Json;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Views.Files;

/// <summary>Writes a measure as <see cref="MeasureReader"/> reads it: key and sum once where all events of one part, and no others, have the same.</summary>
internal static class MeasureWriter
{
    /// <summary>Writes the object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="measure">The measure.</param>
    /// <param name="usualId">The id that it has where its file names none.</param>
    public static void Write(Utf8JsonWriter json, Measure measure, string usualId)
    {
        EventRule[] keyed = [.. measure.Rules.Where(rule => !rule.Key.IsEmpty)];
        bool isKeyOfAll = IsOfOnePart(measure, keyed) && keyed[0].Key.Any(field => field.Constant is null) && keyed.All(rule => rule.Key.SequenceEqual(keyed[0].Key));
        EventRule[] summed = [.. measure.Rules.Where(rule => rule.Sum is not null)];
        bool isSumOfAll = IsOfOnePart(measure, summed) && summed.All(rule => rule.Sum == summed[0].Sum);
        json.WriteStartObject();
        if (measure.Id != usualId)
        {
            json.WriteString("id", measure.Id);
        }

        if (measure.Word.Length > 0)
        {
            json.WriteString("word", measure.Word);
        }

        foreach ((string name, RulePart part) in MeasureReader.Parts)
        {
            WriteRules(json, name, [.. measure.Rules.Where(rule => rule.Part == part)], isKeyOfAll, isSumOfAll);
        }

        if (measure.Nest is string nest)
        {
            json.WriteString("nest", nest);
        }
        else if (measure.SharesTime)
        {
            json.WriteBoolean("sharesTime", true);
        }

        if (isKeyOfAll)
        {
            WriteKey(json, keyed[0].Key, $"{NameOf(keyed[0].Part)}.");
        }

        if (isSumOfAll)
        {
            json.WriteString("sum", $"{NameOf(summed[0].Part)}.{summed[0].Sum}");
        }

        if (!measure.By.IsEmpty)
        {
            json.WriteStartArray("by");
            foreach (string field in measure.By)
            {
                json.WriteStringValue(field);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static bool IsOfOnePart(Measure measure, EventRule[] rules) =>
        rules.Length > 0 && rules.All(rule => rule.Part == rules[0].Part) && measure.Rules.Count(rule => rule.Part == rules[0].Part) == rules.Length;

    // One rule is an object, several are an array.
    private static void WriteRules(Utf8JsonWriter json, string name, EventRule[] rules, bool isKeyOfAll, bool isSumOfAll)
    {
        if (rules.Length == 0)
        {
            return;
        }

        json.WritePropertyName(name);
        if (rules.Length > 1)
        {
            json.WriteStartArray();
        }

        foreach (EventRule rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("event", rule.Event);
            if (rule.Match is Match match)
            {
                ViewFileWriter.WriteArray(json, "match", match.IsByCpu ? ["cpu"] : match.IsByTask ? [KeyField.TaskField] : match.Fields);
            }

            if (rule.When is string when)
            {
                json.WriteString("when", when);
            }

            if (!isKeyOfAll && !rule.Key.IsEmpty)
            {
                WriteKey(json, rule.Key, "");
            }

            if (!isSumOfAll && rule.Sum is string sum)
            {
                json.WriteString("sum", sum);
            }

            if (rule.SumUnit != 1)
            {
                json.WriteNumber("sumUnit", rule.SumUnit);
            }

            if (rule.Level != 0)
            {
                json.WriteNumber("level", rule.Level);
            }

            if (rule.IsHint)
            {
                json.WriteBoolean("hint", true);
            }

            if (rule.DurationField is string field)
            {
                json.WriteString("field", field);
            }

            if (rule.Holds)
            {
                json.WriteBoolean("holds", true);
            }

            json.WriteEndObject();
        }

        if (rules.Length > 1)
        {
            json.WriteEndArray();
        }
    }

    private static void WriteKey(Utf8JsonWriter json, ImmutableArray<KeyField> key, string prefix)
    {
        json.WriteStartArray("key");
        foreach (KeyField field in key)
        {
            if (field == KeyField.Of(field.Field))
            {
                json.WriteStringValue(prefix + field.Field);
                continue;
            }

            json.WriteStartObject();
            json.WriteString("name", field.Name);
            if (field.Constant is string text)
            {
                json.WriteString("text", text);
            }
            else
            {
                json.WriteString("field", prefix + field.Field);
            }

            if (field.As is KeyKind shown)
            {
                json.WriteString("as", KeyReader.NameOf(shown));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string NameOf(RulePart part) => MeasureReader.Parts.First(known => known.Part == part).Name;
}
