namespace Ftop.Aggregation.Views.Files;

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">Bytes before the name.</param>
/// <param name="Value">What stands behind it.</param>
internal sealed record JsonMember(string Name, long At, JsonPart Value);
