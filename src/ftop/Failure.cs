using Ftop.TraceDat;
using Ftop.Tracefs;
using Ftop.Tui.Terminal;

namespace Ftop;

/// <summary>Exceptions as users see them.</summary>
internal static class Failure
{
    /// <summary>One line and an exit code for a refusal of the system or a fault of the user's; false for a fault in ftop, whose stack trace is worth more than a line.</summary>
    public static bool TryDescribe(Exception exception, out int exitCode, out string message)
    {
        (exitCode, message) = exception switch
        {
            RefusalException refusal => (refusal.ExitCode, refusal.Message),
            TracefsException refusal => (Code(refusal.Failure), refusal.Message),
            TraceDatException or InvalidDataException => (ExitCode.BadInput, exception.Message),
            TerminalException => (ExitCode.Failed, exception.Message),
            UnauthorizedAccessException => (ExitCode.NotPermitted, exception.Message),
            IOException => (ExitCode.Failed, exception.Message),
            _ => (ExitCode.Failed, ""),
        };
        return message.Length > 0;
    }

    private static int Code(TracefsFailure failure) => failure switch
    {
        TracefsFailure.NotPermitted => ExitCode.NotPermitted,
        TracefsFailure.NotSupported => ExitCode.NotSupported,
        TracefsFailure.InvalidValue => ExitCode.Usage,
        _ => ExitCode.Failed,
    };
}
