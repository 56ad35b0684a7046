using System.Collections.Immutable;
using Ftop.Batch;
using Ftop.CommandLine;
using Ftop.Doctor;
using Ftop.Tracefs;
using Ftop.Tui;
using Ftop.Tui.Terminal;

namespace Ftop.Live;

/// <summary>The main job: traces and shows windows on the screen or as batch, with or without a program to follow, and puts everything back.</summary>
internal static class LiveRun
{
    // A followed program leaves the screen and batch's standard output to ftop.
    private const string UnderBatch = ">&2";
    private const string UnderScreen = "</dev/null >/dev/null 2>&1";

    /// <summary>Runs until quit, signal, the last window or the program's end; returns the exit code.</summary>
    public static async Task<int> Run(LiveOptions options, TextWriter error)
    {
        options = UserConfig.Read(UserConfig.DefaultPath).Complete(options);
        using ChildCommand? child = options.Command.IsEmpty
            ? null
            : ChildCommand.StartAtGate(options.Command, options.IsBatch ? UnderBatch : UnderScreen);
        ImmutableArray<int> pids = child is null ? options.Pids : [.. options.Pids, child.Pid];
        void Say(string line) => error.WriteLine($"ftop: {line}");
        return options.IsBatch ? await RunBatch(options, pids, child, Say) : await RunScreen(options, pids, child, Say);
    }

    private static async Task<int> RunBatch(LiveOptions options, ImmutableArray<int> pids, ChildCommand? child, Action<string> say)
    {
        using var signal = new EndingSignal();
        using LiveSession session = LiveSession.Start(options, pids, say);
        IBatchFormat format = options.IsJson ? new BatchJson(StandardStream.Output) : new BatchText(StandardStream.Output.ToText());
        using CancellationTokenRegistration onSignal = signal.Requested.Register(() =>
        {
            child?.PassOn(signal.Number ?? 0);
            session.Finish();
        });
        Task windows = BatchRun.Write(session.Snapshots, format, options.Iterations);
        int childCode = await Follow(child, windows, session);
        await windows;
        Report(session.End(), say);
        return signal.ExitCode(childCode);
    }

    private static async Task<int> Follow(ChildCommand? child, Task windows, LiveSession session)
    {
        if (child is null)
        {
            return ExitCode.Done;
        }

        child.OpenGate();
        Task<int> ended = child.WaitForExit();
        if (await Task.WhenAny(ended, windows) != ended)
        {
            return ExitCode.Done; // enough windows; the program goes on by itself
        }

        session.Finish();
        return await ended;
    }

    private static async Task<int> RunScreen(LiveOptions options, ImmutableArray<int> pids, ChildCommand? child, Action<string> say)
    {
        var notices = new List<string>();
        using var screen = OperatorScreen.Open(options);
        TerminalApplication terminal = screen.Terminal;
        using LiveSession session = LiveSession.Start(options, pids, notices.Add);
        var appOptions = new AppOptions
        {
            Post = terminal.Post,
            Themes = screen.Themes,
            IsAscii = terminal.IsAscii,
            InitialView = options.Tracer is "function" or "function_graph" ? 1 : 0,
            DoctorText = () => Examination.RunWhileTracing(session.TracefsRoot, session.BufferDirectory, session.Control.State.Notices).ToText(terminal.IsAscii),
        };
        using var window = new AppWindow(session.Snapshots, session.Control, appOptions);
        using IDisposable limit = screen.StopAfter(session.Snapshots, options.Iterations);
        child?.OpenGate();
        screen.Run(window);
        UndoReport undone = session.End();
        terminal.Dispose();
        notices.ForEach(say);
        Report(undone, say);
        if (terminal.EndingSignal is int signal and not 0)
        {
            child?.PassOn(signal);
            return 128 + signal;
        }

        return child is null ? ExitCode.Done : await child.WaitForExit();
    }

    private static void Report(UndoReport undone, Action<string> say)
    {
        foreach (string failure in undone.Failed)
        {
            say($"could not put back: {failure}; 'ftop reset' tries again");
        }
    }
}
