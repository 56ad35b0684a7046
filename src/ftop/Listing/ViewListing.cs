using System.Buffers;
using System.Text;
using System.Text.Json;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views;

namespace Ftop.Listing;

/// <summary>The views as text, and as JSON in the form that a view's own file has.</summary>
internal static class ViewListing
{
    private static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>A line each: <c>softirqs     softirqs by vector: how often, how long</c>.</summary>
    public static string ToText(IReadOnlyCollection<ViewDefinition> views) =>
        string.Concat(views.Select(view => $"{view.Id.PadRight(views.Max(other => other.Id.Length))}  {view.What}\n"));

    /// <summary>
    /// One array. Views with tables of their own, as functions, have neither measures nor columns.
    /// <code>
    /// [{ "id": "softirqs", "title": "Softirqs", "needs": ["irq:softirq_entry", …],
    ///    "measures": [{ "begin": { "event": "irq:softirq_entry", "match": ["cpu"] }, "end": { … }, "key": ["begin.vec"] }],
    ///    "columns": ["key", "perSec", "p50Ns"] }]
    /// </code>
    /// </summary>
    public static string ToJson(IEnumerable<ViewDefinition> views)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (ViewDefinition view in views)
            {
                Write(json, view);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter json, ViewDefinition view)
    {
        json.WriteStartObject();
        json.WriteString("id", view.Id);
        json.WriteString("title", view.Title);
        json.WriteString("what", view.What);
        WriteArray(json, "needs", view.Needs);
        if (!view.Also.IsEmpty)
        {
            WriteArray(json, "also", view.Also);
        }

        if (!view.Measures.IsEmpty)
        {
            json.WriteStartArray("measures");
            foreach (Measure measure in view.Measures)
            {
                Write(json, measure);
            }

            json.WriteEndArray();
            if (view.IsJoined)
            {
                json.WriteBoolean("joined", true);
            }

            WriteArray(json, "columns", view.Columns.Select(column => column.Id));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Measure measure)
    {
        json.WriteStartObject();
        foreach (IGrouping<string, EventRule> part in measure.Rules.GroupBy(NameOf))
        {
            json.WritePropertyName(part.Key);
            WriteRules(json, [.. part]);
        }

        EventRule told = measure.Rules.First(rule => measure.Key.Equals(rule.Key));
        WriteArray(json, "key", measure.Key.Select(field => field.Constant ?? $"{NameOf(told)}.{field.Field}"));
        if (measure.Rules.FirstOrDefault(rule => rule.Sum is not null) is EventRule summed)
        {
            json.WriteString("sum", $"{NameOf(summed)}.{summed.Sum}");
        }

        json.WriteEndObject();
    }

    // One rule is an object, several are an array.
    private static void WriteRules(Utf8JsonWriter json, EventRule[] rules)
    {
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
                WriteArray(json, "match", match.IsByCpu ? ["cpu"] : match.IsByTask ? ["common_pid"] : match.Fields);
            }

            if (rule.When is string when)
            {
                json.WriteString("when", when);
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

    private static string NameOf(EventRule rule) => rule.Part switch
    {
        RulePart.Begin => "begin",
        RulePart.End => "end",
        RulePart.Release => "release",
        RulePart.Duration => "duration",
        _ => "count",
    };

    private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
