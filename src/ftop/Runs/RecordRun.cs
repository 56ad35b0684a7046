using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Ftop.Decoding.Files;
using Ftop.Output;
using Ftop.Recording;
using Ftop.Session;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Runs;

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
        Threads.StartAll();
        using UndoJournal journal = LiveSession.OpenJournal(Say);
        ImmutableArray<int> pids = options.FollowsCommandOnly ? [.. options.Pids, child!.Pid] : options.Pids;
        using RecordingSession session = RecordingSession.Start(options, journal, pids, Say);
        using var stopping = new StoppingSignal(session.Pause.Begin, session.Pause.End);
        var progress = new RecordProgress(() => StandardStream.Error.IsReady, options.IsQuiet);
        Task<Task<FileException>> failed = session.Failed;
        Task<int> ended = new TaskCompletionSource<int>().Task;
        ExceptionDispatchInfo? fault = null;
        try
        {
            child?.OpenGate();
            ended = child?.WaitForExit() ?? ended;
            await progress.DrawUntil(Task.WhenAny(ended, signal.Arrived, failed), session.Count);
            if (signal.Number is int number)
            {
                child?.PassOn(number);
            }
        }
        catch (Exception e)
        {
            fault = ExceptionDispatchInfo.Capture(e); // what was recorded is joined all the same
        }

        (RecordingCounts counts, LeftOut leftOut, TracefsException? refusal) = session.Finish();
        string? missing = session.MissingMarks;
        UndoReport undone = journal.UndoAll();

        // All is done: from here on a terminal may keep us waiting.
        progress.Clear();
        Say($"{options.Output}: {progress.Describe(counts)}");
        foreach (string line in ((string?[])[session.Pause.Missing, missing]).OfType<string>())
        {
            Say(line);
        }

        fault?.Throw();
        bool isWhole = !failed.IsCompleted && leftOut.Bytes == 0 && refusal is null;
        if (refusal is not null)
        {
            error.WriteLine($"ftop: {refusal.Message}");
        }

        ReportLoss(failed, leftOut, options.Output, error);
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

    private static void ReportLoss(Task<Task<FileException>> failed, LeftOut leftOut, string output, TextWriter error)
    {
        if (failed.IsCompletedSuccessfully)
        {
            error.WriteLine($"ftop: recording ended early: {failed.Result.Result.Message}; {output} holds what came before");
        }

        if (leftOut.Bytes > 0)
        {
            int errno = leftOut.Errno != 0 ? leftOut.Errno : failed.Result.Result.Errno; // refused by the file of one CPU already
            error.WriteLine($"ftop: {output}: {leftOut with { Errno = errno }}");
        }
    }
}
