using System.Collections.Immutable;
using System.Text.Json;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Views.Files;

/// <summary>
/// What a row is: one field or two, of which each is a name, or an object where it has another name in the output, is shown in a way that the event's format does
/// not tell, or is always the same.
/// <code>
/// ["begin.dev", { "name": "op", "field": "begin.rwbs" }]
/// [{ "name": "pid", "field": "begin.prev_pid", "as": "task" }, { "name": "dir", "text": "rx" }]
/// </code>
/// </summary>
internal static class KeyReader
{
    // What a field can be shown as; the CPU is no field.
    private static readonly KeyKind[] Kinds = [KeyKind.Number, KeyKind.Text, KeyKind.Task, KeyKind.Device, KeyKind.Symbol];

    private const string Expected = "one field or two that tell what a row is";
    private const string ExpectedField = "a field, as in common_pid, or { \"name\": \"op\", \"field\": \"rwbs\" }";
    private static readonly string ExpectedPart = $"a field with what has it before, as in begin.len ({string.Join(", ", MeasureReader.Parts.Select(part => part.Name))})";

    /// <summary>Of a rule: fields without their part.</summary>
    public static ImmutableArray<KeyField> Read(JsonPart part) => [.. ItemsOf(part).Select(item => ReadField(item, item => item.FieldName()))];

    /// <summary>Of a measure: fields of one part.</summary>
    public static (RulePart Part, ImmutableArray<KeyField> Fields) ReadOfPart(JsonPart part, JsonPart measure)
    {
        RulePart? side = null;
        ImmutableArray<KeyField> fields = [.. ItemsOf(part).Select(item => ReadField(item, text =>
        {
            (RulePart here, string field) = ReadPart(text, measure);
            side = (side ?? here) == here ? here : throw new ViewFileFault(text, "a field of the same side as the one before: a row is told by one event");
            return field;
        }))];
        return (side ?? throw new ViewFileFault(part, ExpectedPart), fields);
    }

    /// <summary>A field with its part: <c>begin.len</c>.</summary>
    public static (RulePart Part, string Field) ReadPart(JsonPart part, JsonPart measure)
    {
        string[] words = part.String(ExpectedPart).Split('.', 2);
        (string name, RulePart kind) = MeasureReader.Parts.FirstOrDefault(known => known.Name == words[0]);
        if (name is null || words.Length < 2 || !ViewParser.IsName(words[1]))
        {
            throw new ViewFileFault(part, ExpectedPart);
        }

        return measure.Find(name) is not null ? (kind, words[1]) : throw new ViewFileFault(part, $"a field of an event that is there: the measure has no {name}");
    }

    private static List<JsonPart> ItemsOf(JsonPart part)
    {
        List<JsonPart> items = part.Kind == JsonTokenType.StartArray ? part.Items : [part];
        return items.Count is 1 or 2 ? items : throw new ViewFileFault(part, Expected);
    }

    private static KeyField ReadField(JsonPart part, Func<JsonPart, string> nameOf)
    {
        if (part.Kind == JsonTokenType.String)
        {
            return KeyField.Of(nameOf(part));
        }

        part.MustBe(JsonTokenType.StartObject, ExpectedField).MustHaveOnly("name", "field", "as", "text");
        if (part.Find("text") is JsonPart text)
        {
            return part.Find("field") is null && part.Find("as") is null
                ? KeyField.Is(part.Need("name").FieldName(), text.String("what it always is"))
                : throw new ViewFileFault(text, "either field or text");
        }

        KeyField field = KeyField.Of(nameOf(part.Need("field")));
        return field with
        {
            Name = part.Find("name")?.FieldName() ?? field.Name,
            As = part.Find("as") is JsonPart shown ? KindOf(shown) : field.As,
        };
    }

    private static KeyKind KindOf(JsonPart part) =>
        Kinds.Cast<KeyKind?>().FirstOrDefault(kind => NameOf(kind!.Value) == part.Text && part.Kind == JsonTokenType.String)
            ?? throw new ViewFileFault(part, string.Join(", ", Kinds.Select(NameOf)));

    /// <summary>A kind as it is called in files.</summary>
    public static string NameOf(KeyKind kind) => kind.ToString().ToLowerInvariant();
}
