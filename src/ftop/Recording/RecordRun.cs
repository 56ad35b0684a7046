using System.Collections.Immutable;
using Ftop.Live;
using Ftop.Tracefs;

namespace Ftop.Recording;

/// <summary><c>ftop record</c>: records until the command ends, a signal comes or the disk is full, and puts everything back.</summary>
internal static class RecordRun
{
    private const int SigInt = 2;

    /// <summary>Records; returns the command's exit status, or 128+N after signal N. Ctrl-C is how a recording without a command ends: 0.</summary>
    public static async Task<int> Run(RecordOptions options, TextWriter error)
    {
        void Say(string line)
        {
            if (!options.IsQuiet)
            {
                error.WriteLine($"ftop: {line}");
            }
        }

        using var signal = new EndingSignal();
        using ChildCommand? child = options.Command.IsEmpty ? null : ChildCommand.StartAtGate(options.Command);
        using UndoJournal journal = LiveSession.OpenJournal(Say);
        ImmutableArray<int> pids = options.FollowsCommandOnly ? [.. options.Pids, child!.Pid] : options.Pids;
        using RecordingSession session = RecordingSession.Start(options, journal, pids, Say);
        var progress = new RecordProgress(error, options.IsQuiet);
        child?.OpenGate();
        Task<int> ended = child?.WaitForExit() ?? new TaskCompletionSource<int>().Task;
        var signalled = new TaskCompletionSource();
        using CancellationTokenRegistration onSignal = signal.Requested.Register(() =>
        {
            child?.PassOn(signal.Number ?? 0);
            signalled.SetResult();
        });
        Task<Task<TracefsException>> failed = session.Failed;
        Task end = Task.WhenAny(ended, signalled.Task, failed);
        await progress.DrawUntil(end, session.Count);
        (RecordingCounts counts, long leftOutBytes) = session.Finish();
        Say($"{options.Output}: {progress.Describe(counts)}");
        UndoReport undone = journal.UndoAll();
        bool isWhole = !failed.IsCompleted && leftOutBytes == 0;
        ReportLoss(failed, leftOutBytes, options.Output, error);
        foreach (string failure in undone.Failed)
        {
            error.WriteLine($"ftop: could not put back: {failure}; 'ftop reset' tries again");
        }

        int status = await ExitStatus(child, ended, signal);
        return status == ExitCode.Done && !isWhole ? ExitCode.Failed : status;
    }

    private static async Task<int> ExitStatus(ChildCommand? child, Task<int> ended, EndingSignal signal)
    {
        if (signal.Number is int number)
        {
            return child is null && number == SigInt ? ExitCode.Done : 128 + number;
        }

        return child is null ? ExitCode.Done : await ended; // also where recording ended before it
    }

    private static void ReportLoss(Task<Task<TracefsException>> failed, long leftOutBytes, string output, TextWriter error)
    {
        if (failed.IsCompletedSuccessfully)
        {
            error.WriteLine($"ftop: recording ended early: {failed.Result.Result.Message}; {output} holds what came before");
        }

        if (leftOutBytes > 0)
        {
            error.WriteLine($"ftop: {output}: the disk is full: {leftOutBytes} bytes of sub-buffers did not fit; free some space, or name another place with -o");
        }
    }
}
