using System.Reactive.Concurrency;
using System.Runtime.ExceptionServices;
using Ftop.Batch;
using Ftop.CommandLine;
using Ftop.TraceDat.Replay;
using Ftop.Tui;
using Ftop.Tui.Terminal;

namespace Ftop.Replay;

/// <summary>Plays a recording, on the screen or as batch.</summary>
internal static class ReplayRun
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>Runs until quit, the last window or a signal; returns the exit code.</summary>
    /// <param name="path">File or directory.</param>
    /// <param name="buffer">Name of an instance; null for the first buffer with events.</param>
    /// <param name="options">Of windows and screen.</param>
    /// <param name="error">Takes notices, a line each.</param>
    public static int Run(string path, string? buffer, LiveOptions options, TextWriter error)
    {
        using RecordedTrace trace = RecordedTrace.Open(path, buffer);
        int exitCode = options.IsBatch ? RunBatch(trace, options) : RunScreen(trace, options);
        foreach (string problem in trace.Problems)
        {
            error.WriteLine($"ftop: {PlainText.Of(problem)}");
        }

        return exitCode;
    }

    private static int RunBatch(RecordedTrace trace, LiveOptions options)
    {
        using var windows = new ReplayWindows(trace, measures: options.Views.SelectMany(view => view.Measures));
        IBatchFormat format = options.IsJson ? new BatchJson(StandardStream.Output, options.Views) : new BatchText(StandardStream.Output.ToText(), options.Views);
        BatchRun.Write(windows.All(options.Delay), format, options.Iterations);
        return ExitCode.Done;
    }

    private static int RunScreen(RecordedTrace trace, LiveOptions options)
    {
        options = UserConfig.Read(UserConfig.DefaultPath).Complete(options);
        using var screen = OperatorScreen.Open(options);
        TerminalApplication terminal = screen.Terminal;
        using var loop = new EventLoopScheduler(static start => new Thread(start) { IsBackground = true, Name = "replay" });
        using var player = new ReplayPlayer(trace, options.Delay ?? DefaultDelay, loop, options.OwnViews);
        var appOptions = new AppOptions
        {
            Post = terminal.Post,
            Themes = screen.Themes,
            IsAscii = terminal.IsAscii,
            InitialView = trace.Tracer is "function" or "function_graph" ? 1 : 0,
            OwnViews = options.OwnViews,
            Replay = player,
            DoctorText = () => screen.WithThemes(ReplayFacts.Of(trace)),
        };
        using var window = new AppWindow(player.Snapshots, new ReplayControl(player, trace.Tracer), appOptions);
        using IDisposable limit = screen.StopAfter(player.Snapshots, options.Iterations, window.Quit);
        player.Start();
        screen.Run(window);
        player.Close();
        using var idle = new ManualResetEventSlim();
        loop.Schedule(idle.Set);
        idle.Wait();
        if (player.Failure is Exception failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return terminal.EndingSignal is int signal and not 0 ? 128 + signal : ExitCode.Done;
    }
}
