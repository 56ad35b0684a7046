using System.Globalization;
using System.Text.Json;

namespace Ftop.Aggregation.Views.Files;

/// <summary>What a part must be; each throws a <see cref="ViewFileFault"/> where it is not.</summary>
internal static class JsonPartChecks
{
    private const int MostTextLength = 200;

    /// <summary>Of this kind.</summary>
    public static JsonPart MustBe(this JsonPart part, JsonTokenType kind, string expected) => part.Kind == kind ? part : throw new ViewFileFault(part, expected);

    /// <summary>An object with no other members.</summary>
    public static void MustHaveOnly(this JsonPart part, params ReadOnlySpan<string> names)
    {
        foreach (JsonMember member in part.Members)
        {
            if (!names.Contains(member.Name))
            {
                throw new ViewFileFault(member.At, member.Name, $"one of {string.Join(", ", names!)}");
            }
        }
    }

    /// <summary>The value of a member that must be there.</summary>
    public static JsonPart Need(this JsonPart part, string name) =>
        part.Find(name) ?? throw ViewFileFault.Saying(part.At, $"\"{name}\" is missing");

    /// <summary>Text that is not empty, and short.</summary>
    public static string String(this JsonPart part, string expected) =>
        part is { Kind: JsonTokenType.String, Text.Length: > 0 and <= MostTextLength } ? part.Text : throw new ViewFileFault(part, $"{expected} (text of 1 to {MostTextLength} letters)");

    /// <summary>An array of such text, or one such text.</summary>
    public static string[] Strings(this JsonPart part, string expected, Predicate<string> isOne)
    {
        List<JsonPart> parts = part.Kind == JsonTokenType.StartArray ? part.Items : [part];
        if (parts.Count == 0)
        {
            throw new ViewFileFault(part, expected);
        }

        return [.. parts.Select(one => isOne(one.String(expected)) ? one.Text : throw new ViewFileFault(one, expected))];
    }

    /// <summary>True or false.</summary>
    public static bool Flag(this JsonPart part) => part.Kind is JsonTokenType.True or JsonTokenType.False ? part.Kind == JsonTokenType.True : throw new ViewFileFault(part, "true or false");

    /// <summary>A whole number.</summary>
    public static int Number(this JsonPart part, int least, int most) =>
        part.Kind == JsonTokenType.Number && int.TryParse(part.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new ViewFileFault(part, $"a number from {least} to {most}");

    /// <summary>The name of a field.</summary>
    public static string FieldName(this JsonPart part) =>
        ViewParser.IsName(part.String("a field of the event")) ? part.Text : throw new ViewFileFault(part, "a field of the event");
}
