using System.Text.Json;

namespace Ftop.Aggregation.Views.Files;

/// <summary>A value of a JSON text that still knows where it stands.</summary>
/// <param name="Kind">Start of object or array, string, number, true, false or null.</param>
/// <param name="Text">Of a string; of a number as it is written.</param>
/// <param name="At">Bytes before it.</param>
/// <param name="Members">Of an object, each name once.</param>
/// <param name="Items">Of an array.</param>
internal sealed record JsonPart(JsonTokenType Kind, string Text, long At, List<JsonMember> Members, List<JsonPart> Items)
{
    /// <summary>Reads a whole text; comments and commas at the end of lists are allowed, as in <c>config.json</c>.</summary>
    /// <exception cref="JsonException">No JSON; the message is the reader's own.</exception>
    /// <exception cref="ViewFileFault">A name that stands twice, or a string that is no text.</exception>
    public static JsonPart Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        reader.Read();
        JsonPart part = Of(ref reader);
        reader.Read(); // nothing may follow
        return part;
    }

    /// <summary>The value of a member; null where there is none.</summary>
    public JsonPart? Find(string name) => Members.Find(member => member.Name == name)?.Value;

    private static JsonPart Of(ref Utf8JsonReader reader)
    {
        var part = new JsonPart(reader.TokenType, TextOf(ref reader), reader.TokenStartIndex, [], []);
        while (part.Kind is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Read();
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                break;
            }

            if (part.Kind == JsonTokenType.StartArray)
            {
                part.Items.Add(Of(ref reader));
                continue;
            }

            (string name, long at) = (TextOf(ref reader), reader.TokenStartIndex);
            if (part.Find(name) is not null)
            {
                throw new ViewFileFault(at, name, "each name once");
            }

            reader.Read();
            part.Members.Add(new JsonMember(name, at, Of(ref reader)));
        }

        return part;
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType switch
            {
                JsonTokenType.String or JsonTokenType.PropertyName => reader.GetString()!,
                JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
                JsonTokenType.True => "true",
                JsonTokenType.False => "false",
                JsonTokenType.Null => "null",
                JsonTokenType.StartArray => "[",
                _ => "{",
            };
        }
        catch (InvalidOperationException)
        {
            throw new ViewFileFault(reader.TokenStartIndex, "a string that is no text", "UTF-8"); // half a surrogate pair, as in "\ud800"
        }
    }
}
