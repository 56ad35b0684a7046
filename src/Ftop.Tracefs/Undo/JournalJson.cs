using System.Text.Json.Serialization;

namespace Ftop.Tracefs;

/// <summary>The journal's lines without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalOwner))]
[JsonSerializable(typeof(UndoStep))]
internal sealed partial class JournalJson : JsonSerializerContext;
