namespace Ftop.TraceDat;

/// <summary>One event's <c>format</c> file as it was recorded.</summary>
/// <param name="System">The event's directory under <c>events/</c>.</param>
/// <param name="Text">The file's text.</param>
public readonly record struct FormatText(string System, string Text);
