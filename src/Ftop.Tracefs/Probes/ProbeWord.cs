namespace Ftop.Tracefs.Probes;

/// <summary>A word of a definition.</summary>
/// <param name="Text">The word; may be empty where nothing stands.</param>
/// <param name="ColumnNumber">Of its first character in the definition, from 1.</param>
public readonly record struct ProbeWord(string Text, int ColumnNumber);
