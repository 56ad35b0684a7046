using System.Runtime.InteropServices;
using Ftop.Output;
using Ftop.Session;

namespace Ftop;

/// <summary>
/// The one place for what nobody caught on a thread of its own: puts back what was changed, says it in a line and ends the process with
/// <see cref="ExitCode.Failed"/>. What a command throws takes the same words in <see cref="Commands.FtopCommand"/>.
/// </summary>
internal static class LastResort
{
    private const int MostWaitMs = 5000; // for locks that the thread that failed may hold
    private const PosixSignal FileTooLarge = (PosixSignal)25; // SIGXFSZ of signal(7)

    private static readonly List<Action> PutBackActions = [];
    private static int _isEntered;

    /// <summary>
    /// Takes over from the runtime, which would abort. Also from SIGXFSZ: a file that may not grow is to be an error of write(2), EFBIG, as any other.
    /// SIGPIPE is the runtime's to ignore.
    /// </summary>
    /// <returns>Holds the signal; for the program's whole life.</returns>
    public static IDisposable Install(TextWriter error)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, args) => End(args.ExceptionObject as Exception, error);
        return PosixSignalRegistration.Create(FileTooLarge, static context => context.Cancel = true);
    }

    /// <summary>Has <paramref name="action"/> run first, before any that is known already, until the result is disposed.</summary>
    /// <param name="action">From any thread, at any moment; may be a second call.</param>
    public static IDisposable PutBack(Action action)
    {
        lock (PutBackActions)
        {
            PutBackActions.Add(action);
        }

        return new Registration(action);
    }

    private static void End(Exception? exception, TextWriter error)
    {
        if (Interlocked.Exchange(ref _isEntered, 1) != 0)
        {
            Thread.Sleep(Timeout.Infinite); // another thread ends the process
        }

        StandardStream.GiveUpSoon();
        var undo = new Thread(() => RunAll(error)) { IsBackground = true, Name = "ftop-undo" };
        undo.Start();
        undo.Join(MostWaitMs);
        error.WriteLine($"ftop: {(exception is null ? "unknown failure" : Failure.Describe(exception, out _))}");
        Libc.Exit(ExitCode.Failed);
    }

    private static void RunAll(TextWriter error)
    {
        Action[] actions;
        lock (PutBackActions)
        {
            actions = [.. PutBackActions];
        }

        foreach (Action action in actions.Reverse())
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                error.WriteLine($"ftop: could not put back everything: {Failure.Describe(exception, out _)}; 'ftop reset' tries again");
            }
        }
    }

    private sealed class Registration(Action action) : IDisposable
    {
        public void Dispose()
        {
            lock (PutBackActions)
            {
                PutBackActions.Remove(action);
            }
        }
    }
}
