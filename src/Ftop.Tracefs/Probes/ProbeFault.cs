namespace Ftop.Tracefs.Probes;

/// <summary>What is wrong with a definition, and where.</summary>
/// <param name="Definition">As it was typed.</param>
/// <param name="ColumnNumber">Of the place, from 1.</param>
/// <param name="Reason">What is wrong, and what to do about it.</param>
public sealed record ProbeFault(string Definition, int ColumnNumber, string Reason)
{
    /// <summary>In a line, as in <c>column 3: the kernel has no function vfs_raed</c>.</summary>
    public string Line => $"column {ColumnNumber}: {Reason}";

    /// <summary>The same, and under it the definition with a caret at the place.</summary>
    public string WithCaret => $"{Line}\n  {string.Concat(Definition.Select(character => char.IsControl(character) ? '?' : character))}\n  {new string(' ', ColumnNumber - 1)}^";
}
