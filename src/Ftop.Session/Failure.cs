using System.Diagnostics;
using System.Text.RegularExpressions;
using Ftop.Decoding.Files;
using Ftop.Output;
using Ftop.TraceDat;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Probes;
using Ftop.Tui.Terminal;

namespace Ftop.Session;

/// <summary>Exceptions as users see them.</summary>
public static class Failure
{
    private const int MostCallers = 4;

    /// <summary>One line for any exception, and for a probe the place under it: the reason where it is known, else what a report of ftop's own fault needs.</summary>
    public static string Describe(Exception exception, out int exitCode)
    {
        while (exception is AggregateException { InnerExceptions.Count: 1, InnerException: Exception inner })
        {
            exception = inner;
        }

        return TryDescribe(exception, out exitCode, out string message) ? message : DescribeFault(exception);
    }

    /// <summary>One line and an exit code for a refusal of the system or a fault of the user's; false for a fault in ftop.</summary>
    public static bool TryDescribe(Exception exception, out int exitCode, out string message)
    {
        (exitCode, message) = exception switch
        {
            RefusalException refusal => (refusal.ExitCode, refusal.Message),
            TracefsException refusal => (Code(refusal.Failure), refusal.Message),
            ProbeException refusal => (Code(refusal.Failure), refusal.Message),
            TraceDatException or InvalidDataException => (ExitCode.BadInput, exception.Message),
            RegexMatchTimeoutException => (ExitCode.Usage, "--filter: a regular expression takes more than a second for one text: expected one that does not repeat what repeats, as (a+)+ does"),
            TerminalException or BrokenPipeException => (ExitCode.Failed, exception.Message),
            FileException refusal => (Code(refusal), refusal.Message),
            _ when FileErrno.Of(exception) != 0 => Describe(FileException.Of(PathIn(exception.Message), "use", exception)),
            IOException => (ExitCode.Failed, exception.Message),
            _ => (ExitCode.Failed, ""),
        };
        return message.Length > 0;
    }

    // As in "unexpected NullReferenceException in LiveTrace.Drain < TraceAggregator.Pair < TraceAggregator.Tick: …".
    private static string DescribeFault(Exception exception)
    {
        IEnumerable<string> callers = new StackTrace(exception).GetFrames()
            .Select(frame => DiagnosticMethodInfo.Create(frame))
            .Where(method => method is not null)
            .Select(method => $"{method!.DeclaringTypeName?.Split('.')[^1]}.{method.Name}") // not null: the line above
            .Take(MostCallers);
        string message = exception.Message.ReplaceLineEndings(" ");
        return $"unexpected {exception.GetType().Name} in {string.Join(" < ", callers)}: {message}; this is a fault of ftop's own: please report it with this line and what 'ftop --version' and 'uname -a' say";
    }

    private static (int ExitCode, string Message) Describe(FileException refusal) => (Code(refusal), refusal.Message);

    private static int Code(FileException refusal) => refusal.Errno is 1 or FileErrno.AccessDenied ? ExitCode.NotPermitted : ExitCode.Failed;

    // .NET's texts are not in the program; the path is: "IO_PathNotFound_Path, /a/b", or at its end in quotes, as in "ENOSPC : '/a/b'".
    private static string PathIn(string message)
    {
        string[] quoted = message.Split('\'');
        return quoted.Length > 2 ? quoted[^2] : message.IndexOf(", /", StringComparison.Ordinal) is int comma and > 0 ? message[(comma + 2)..] : "a file";
    }

    private static int Code(TracefsFailure failure) => failure switch
    {
        TracefsFailure.NotPermitted => ExitCode.NotPermitted,
        TracefsFailure.NotSupported => ExitCode.NotSupported,
        TracefsFailure.InvalidValue => ExitCode.Usage,
        _ => ExitCode.Failed,
    };
}
