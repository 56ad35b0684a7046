namespace Ftop.Tracefs.Errors;

/// <summary>
/// <c>error_log</c> (since 5.2): the last errors in commands that tracefs was given, the newest last. The caret stands under the place.
/// <code>
/// [ 3860.343937] event filter parse error: error: Field not found
///   Command: foo == 1
///                ^
/// </code>
/// </summary>
internal static class ErrorLog
{
    private const string CommandPrefix = "  Command: ";
    private const string ReasonPrefix = "error: ";

    /// <summary>What the newest entry says of <paramref name="command"/>; null if it is about another command, or there is no log.</summary>
    public static string? TryReadLast(ControlFile errorLog, string command) => errorLog.TryReadText(out string text) == 0 ? FindLast(text, command) : null;

    internal static string? FindLast(string text, string command)
    {
        string[] lines = text.Split('\n');
        int commandLine = Array.FindLastIndex(lines, line => line.StartsWith(CommandPrefix, StringComparison.Ordinal));
        if (commandLine < 1 || lines[commandLine][CommandPrefix.Length..].Trim() != command)
        {
            return null;
        }

        string head = lines[commandLine - 1];
        int reasonStart = head.LastIndexOf(ReasonPrefix, StringComparison.Ordinal);
        string reason = reasonStart < 0 ? head : head[(reasonStart + ReasonPrefix.Length)..];
        int caret = commandLine + 1 < lines.Length ? lines[commandLine + 1].IndexOf('^', StringComparison.Ordinal) - CommandPrefix.Length : -1;
        string before = caret < 0 ? "" : command[..Math.Min(caret, command.Length)].TrimEnd();
        return caret switch
        {
            < 0 => reason,
            _ when before.Length == 0 => $"{reason} at column 1",
            _ => $"{reason} near column {caret + 1}, after '{before}'", // the caret may stand behind the word that it means
        };
    }
}
