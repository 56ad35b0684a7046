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
        if (!TryFindLast(text, command, out string reason, out int caret))
        {
            return null;
        }

        string before = caret < 0 ? "" : command[..Math.Min(caret, command.Length)].TrimEnd();
        return caret switch
        {
            < 0 => reason,
            _ when before.Length == 0 => $"{reason} at column 1",
            _ => $"{reason} near column {caret + 1}, after '{before}'", // the caret may stand behind the word that it means
        };
    }

    /// <summary>The newest entry, where it is about <paramref name="command"/>.</summary>
    /// <param name="text">The log.</param>
    /// <param name="command">What was written.</param>
    /// <param name="reason">What the kernel says of it.</param>
    /// <param name="caret">Index of the place in the command; −1 where it says none.</param>
    internal static bool TryFindLast(string text, string command, out string reason, out int caret)
    {
        (reason, caret) = ("", -1);
        string[] lines = text.Split('\n');
        int commandLine = Array.FindLastIndex(lines, line => line.StartsWith(CommandPrefix, StringComparison.Ordinal));
        if (commandLine < 1 || lines[commandLine][CommandPrefix.Length..].Trim() != command)
        {
            return false;
        }

        string head = lines[commandLine - 1];
        int reasonStart = head.LastIndexOf(ReasonPrefix, StringComparison.Ordinal);
        reason = reasonStart < 0 ? head : head[(reasonStart + ReasonPrefix.Length)..];
        caret = commandLine + 1 < lines.Length ? Math.Max(-1, lines[commandLine + 1].IndexOf('^', StringComparison.Ordinal) - CommandPrefix.Length) : -1;
        return true;
    }
}
