using System.Collections.Immutable;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using Ftop.Aggregation;
using Ftop.Aggregation.Windows;
using Ftop.CommandLine;
using Ftop.Recording;
using Ftop.Tracefs;

namespace Ftop.Live;

/// <summary>
/// From the kernel to windows: the journal, the trace, its counts and its windows, put together and taken apart. Whatever ends the process, but
/// SIGKILL, disposes it; after SIGKILL the next ftop finds the journal.
/// </summary>
internal sealed class LiveSession : IDisposable
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    private readonly UndoJournal _journal;
    private readonly LiveTrace _trace;
    private readonly TraceAggregator _aggregator;
    private readonly WindowStream _windows;
    private readonly LiveRecording _recording;
    private readonly IDisposable _upkeep;
    private readonly Action<string> _say;
    private int _isDisposed;

    private LiveSession(UndoJournal journal, LiveTrace trace, LiveOptions options, Action<string> say)
    {
        (_journal, _trace, _say) = (journal, trace, say);
        TimeSpan delay = options.Delay ?? DefaultDelay;
        _aggregator = new TraceAggregator(trace);
        _windows = new WindowStream(trace, _aggregator, ReadState, delay, TimeProvider.System, TaskPoolScheduler.Default);
        _recording = new LiveRecording(trace, _aggregator, options.FlightMb);
        Control = new LiveControl(trace, _recording, _windows, delay);
        Snapshots = _windows.Snapshots.Select(window => window with { Notices = Control.State.Notices }).Publish().RefCount();
        _upkeep = Snapshots.Subscribe(_ => KeepUp(), static _ => { });
        AppDomain.CurrentDomain.UnhandledException += OnCrash;
    }

    /// <summary>What the operator may change.</summary>
    public LiveControl Control { get; }

    /// <summary>One window a tick; ends after <see cref="Finish"/>.</summary>
    public IObservable<WindowSnapshot> Snapshots { get; }

    /// <summary>Where tracefs is.</summary>
    public string TracefsRoot => _trace.Array.Root;

    /// <summary>Directory of the buffer in use.</summary>
    public string BufferDirectory => _trace.Array.Directory;

    /// <summary>Sets up everything that <paramref name="options"/> ask for and starts to record. What fails is undone before it is thrown.</summary>
    /// <param name="options">What to trace.</param>
    /// <param name="pids">What to follow: the pids of the options, or the program's that was started for them.</param>
    /// <param name="say">Takes notices for the operator, a line each.</param>
    public static LiveSession Start(LiveOptions options, ImmutableArray<int> pids, Action<string> say)
    {
        UndoJournal journal = OpenJournal(say);
        try
        {
            TracefsMount mount = options.Tracefs is string directory ? TracefsMount.At(directory) : TracefsMount.FindOrMount(journal);
            var trace = new LiveTrace(new BufferChoice(mount, journal), new TraceSettings(options, pids), options.Tracer ?? "nop");
            try
            {
                var session = new LiveSession(journal, trace, options, say);
                Tell(trace.Settings.TakeNotices(), say);
                trace.Start(session._recording.Sink);
                session.Control.LookAround();
                return session;
            }
            catch
            {
                trace.Dispose();
                throw;
            }
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Puts back what a killed ftop left behind, and begins a journal.</summary>
    public static UndoJournal OpenJournal(Action<string> say)
    {
        foreach (string directory in JournalDirectory.Candidates)
        {
            UndoReport left = UndoJournal.ReplayDead(directory);
            Tell(left.Done.Select(line => $"put back what a killed ftop left: {line}").Concat(left.Failed), say);
        }

        JournalDirectory place = JournalDirectory.Choose(JournalDirectory.Candidates);
        Tell(place.Notice is string notice ? [notice] : [], say);
        return UndoJournal.Open(place.Path);
    }

    /// <summary>Stops recording and ends the windows with a last one that holds all that was recorded.</summary>
    public void Finish()
    {
        Control.EndWatch();
        _trace.Array.TracingSwitch.Set(false);
        _windows.Finish();
    }

    /// <summary>Ends tracing and puts everything back.</summary>
    public void Dispose() => End();

    /// <summary>As <see cref="Dispose"/>, and says what could not be put back.</summary>
    public UndoReport End()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return UndoReport.Empty;
        }

        AppDomain.CurrentDomain.UnhandledException -= OnCrash;
        if (Control.Close() is string recorded)
        {
            _say(recorded);
        }

        _upkeep.Dispose();
        _windows.Dispose();
        _trace.Dispose();
        _recording.Dispose();
        return _journal.UndoAll();
    }

    private static void Tell(IEnumerable<string> lines, Action<string> say)
    {
        foreach (string line in lines)
        {
            say(line);
        }
    }

    private void KeepUp()
    {
        _trace.ExcludeOwnThreads();
        Control.GrowBuffers(_say);
    }

    private (string Tracer, ImmutableArray<string> Events) ReadState()
    {
        Control.LookAround();
        return (Control.State.Tracer, Control.State.Events);
    }

    private void OnCrash(object sender, UnhandledExceptionEventArgs args) => End();
}
