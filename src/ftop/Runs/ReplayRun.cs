using System.Reactive.Linq;
using Ftop.CommandLine;
using Ftop.Output;
using Ftop.Session;
using Ftop.TraceDat.Replay;
using Ftop.Tui;
using Ftop.Tui.Terminal.Application;

namespace Ftop.Runs;

/// <summary>Plays a recording, on the screen or as batch.</summary>
internal static class ReplayRun
{
    /// <summary>Runs until quit, the last window or a signal; returns the exit code.</summary>
    /// <param name="path">File or directory.</param>
    /// <param name="buffer">Name of an instance; null for the first buffer with events.</param>
    /// <param name="options">Of windows and screen.</param>
    /// <param name="error">Takes notices, a line each.</param>
    public static int Run(string path, string? buffer, LiveOptions options, TextWriter error)
    {
        using RecordedTrace trace = RecordedTrace.Open(path, buffer);
        options = options.IsBatch ? options : UserConfig.Read(UserConfig.DefaultPath).Complete(options);
        UserViews own = options.IsBatch ? UserViews.None : UserViews.Read(UserViews.DefaultDirectory).Without(options.OwnViews);
        foreach (string fault in options.ViewFaults)
        {
            error.WriteLine($"ftop: {fault}");
        }

        using var session = new ReplaySession(trace, options.Delay, options.Views, [.. options.OwnViews, .. own.Views]);
        int exitCode = options.IsBatch ? RunBatch(session, options) : RunScreen(session, options, own);
        foreach (string problem in trace.Problems)
        {
            error.WriteLine($"ftop: {PlainText.Of(problem)}");
        }

        return exitCode;
    }

    private static int RunBatch(ReplaySession session, LiveOptions options)
    {
        BatchRun.Write(session, Task.Delay(Timeout.Infinite), WindowOutput.Of(options), options.Iterations);
        return ExitCode.Done;
    }

    private static int RunScreen(ReplaySession session, LiveOptions options, UserViews own)
    {
        using var screen = OperatorScreen.Open(options);
        TerminalApplication terminal = screen.Terminal;
        AppOptions appOptions = screen.Options(options, session.Trace.Tracer) with
        {
            Replay = session.Player,
            FurtherViews = own.Views,
            DoctorText = () => screen.WithThemes(ReplayFacts.Of(session.Trace)),
        };
        using var window = new AppWindow(session.Snapshots.Select(own.Tell), session.Control, appOptions);
        using IDisposable limit = screen.StopAfter(session.Snapshots, options.Iterations, window.Quit);
        session.Start();
        screen.Run(window);
        session.Stop();
        return terminal.EndingSignal is int signal and not 0 ? 128 + signal : ExitCode.Done;
    }
}
