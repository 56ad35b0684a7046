using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Reactive.Threading.Tasks;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.CommandLine;
using Ftop.Doctor;
using Ftop.Output;
using Ftop.Session;
using Ftop.Tracefs.Undo;
using Ftop.Tui;
using Ftop.Tui.Terminal.Application;

namespace Ftop.Runs;

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
        ImmutableArray<ViewDefinition> own = ProbeAlias.Resolve(options.OwnViews);
        options = options with { OwnViews = own, Views = [.. options.Views.Except(options.OwnViews), .. options.IsBatch ? own : []] };
        using ChildCommand? child = options.Command.IsEmpty
            ? null
            : ChildCommand.StartAtGate(options.Command, options.IsBatch ? UnderBatch : UnderScreen);
        ImmutableArray<int> pids = child is null ? options.Pids : [.. options.Pids, child.Pid];
        void Say(string line) => error.WriteLine($"ftop: {line}");
        return options.IsBatch ? await RunBatch(options, pids, child, Say) : await RunScreen(options, pids, child, Say);
    }

    // One thread makes windows, writes and talks; others leave it what they have to say. Whatever ends it, putting back comes first and talking last.
    private static async Task<int> RunBatch(LiveOptions options, ImmutableArray<int> pids, ChildCommand? child, Action<string> say)
    {
        using var signal = new EndingSignal();
        var notices = new ConcurrentQueue<string>(options.ViewFaults);
        var session = LiveSession.Start(options.ToSession(pids), notices.Enqueue, onLastResort: LastResort.PutBack);
        Task<int>? childEnded = null;
        try
        {
            using var stopping = new StoppingSignal(session.Control.Pause, () => Note(session.Control.Resume(), notices));
            child?.OpenGate();
            childEnded = child?.WaitForExit();
            Task end = childEnded is null ? signal.Arrived : Task.WhenAny(signal.Arrived, childEnded);
            Say(notices, say);
            BatchRun.Write(session, end, WindowOutput.Of(options), options.Iterations, before: () => Say(notices, say));
            child?.PassOn(signal.Number ?? 0);
        }
        catch (Exception exception) when (signal.Number is not null)
        {
            notices.Enqueue(Failure.Describe(exception, out _)); // the signal's status stands
        }
        finally
        {
            UndoReport undone = session.End();
            Say(notices, say);
            Report(undone, say);
        }

        // After enough windows the program goes on by itself.
        return signal.ExitCode(childEnded is { IsCompleted: true } ? await childEnded : ExitCode.Done);
    }

    private static async Task<int> RunScreen(LiveOptions options, ImmutableArray<int> pids, ChildCommand? child, Action<string> say)
    {
        UncollectedStart.Begin();
        var notices = new ConcurrentQueue<string>();
        using var screen = OperatorScreen.Open(options);
        TerminalApplication terminal = screen.Terminal;
        // The whole screen first: setting up takes the kernel's time, and a board's. What goes wrong there ends the screen.
        var steps = new BehaviorSubject<string>("starting");
        SessionOptions sessionOptions = options.ToSession(pids);
        var drawn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<LiveSession> starting = StartOnce(drawn.Task, () => LiveSession.Start(sessionOptions, notices.Enqueue, steps.OnNext, LastResort.PutBack));
        var control = new StartingControl(starting, LiveSession.StateAtFirst(sessionOptions));
        UserViews own = UserViews.Read(UserViews.DefaultDirectory).Without(options.OwnViews);
        IObservable<WindowSnapshot> windows = starting.ToObservable().SelectMany(static session => session.Snapshots).Select(own.Tell).Publish().RefCount();
        var ending = new Lazy<Task<UndoReport>>(() => Task.Run(() => EndOf(starting))); // with the screen up where the operator quits
        try
        {
            AppOptions appOptions = screen.Options(options, options.Tracer) with
            {
                End = () => ending.Value,
                FurtherViews = own.Views,
                StartingSteps = steps,
                DoctorText = () => screen.WithThemes(starting.IsCompletedSuccessfully
                    ? Examine(starting.Result, control, terminal.IsAscii)
                    : "tracing is being set up\n"),
            };
            using var window = new AppWindow(windows, control, appOptions);
            using IDisposable limit = screen.StopAfter(windows, options.Iterations, window.Quit);
            _ = starting.ContinueWith(_ => terminal.Post(() =>
            {
                if (!ending.IsValueCreated)
                {
                    Begun(terminal, starting.Result, control, child);
                }
            }), TaskContinuationOptions.OnlyOnRanToCompletion);
            // What is posted is done before a frame, and what is posted then after it.
            terminal.Post(() => terminal.Post(() =>
            {
                UncollectedStart.End();
                drawn.SetResult();
            }));
            screen.Run(window);
        }
        finally
        {
            drawn.TrySetCanceled();
            if (terminal.EndingSignal != 0)
            {
                StandardStream.GiveUpSoon();
            }

            UndoReport undone = await ending.Value.ConfigureAwait(false);
            screen.Dispose();
            Say(notices, say);
            Report(undone, say);
        }

        screen.ThrowFailure();
        if (terminal.EndingSignal is int signal and not 0)
        {
            child?.PassOn(signal);
            return 128 + signal;
        }

        return child is null ? ExitCode.Done : await child.WaitForExit();
    }

    private static string Examine(LiveSession session, StartingControl control, bool isAscii) =>
        Examination.RunWhileTracing(session.TracefsRoot, session.BufferDirectory, [.. control.State.Notices, .. session.Asides.Select(aside => $"since the start: {aside}")])
            .ToText(isAscii);

    private static void Begun(TerminalApplication terminal, LiveSession session, StartingControl control, ChildCommand? child)
    {
        terminal.OnStop = session.Control.Pause;
        terminal.OnContinue = () => session.Control.Resume();
        control.HandOver();
        child?.OpenGate();
    }

    private static async Task<LiveSession> StartOnce(Task drawn, Func<LiveSession> start)
    {
        await drawn.ConfigureAwait(false);
        return start();
    }

    // Of a session that did not start nothing is left; its error is the screen's.
    private static async Task<UndoReport> EndOf(Task<LiveSession> starting)
    {
        await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return starting.IsCompletedSuccessfully ? starting.Result.End() : UndoReport.Empty;
    }

    private static void Note(string? notice, ConcurrentQueue<string> notices)
    {
        if (notice is not null)
        {
            notices.Enqueue(notice);
        }
    }

    private static void Say(ConcurrentQueue<string> notices, Action<string> say)
    {
        while (notices.TryDequeue(out string? notice))
        {
            say(notice);
        }
    }

    private static void Report(UndoReport undone, Action<string> say)
    {
        foreach (string failure in undone.Failed)
        {
            say($"could not put back: {failure}; 'ftop reset' tries again");
        }
    }
}
