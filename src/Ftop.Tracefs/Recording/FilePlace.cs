namespace Ftop.Tracefs;

/// <summary>A place in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="OffsetBytes">From its start.</param>
public readonly record struct FilePlace(string Path, long OffsetBytes);
