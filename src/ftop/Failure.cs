namespace Ftop;

/// <summary>Exceptions as users see them.</summary>
internal static class Failure
{
    /// <summary>One line and an exit code for a failure of the system or the user's; false for a fault in ftop, whose stack trace is worth more than a line.</summary>
    public static bool TryDescribe(Exception exception, out int exitCode, out string message)
    {
        (exitCode, message) = exception switch
        {
            RefusalException refusal => (refusal.ExitCode, refusal.Message),
            UnauthorizedAccessException => (ExitCode.NotPermitted, exception.Message),
            IOException => (ExitCode.Failed, exception.Message),
            _ => (ExitCode.Failed, ""),
        };
        return message.Length > 0;
    }
}
