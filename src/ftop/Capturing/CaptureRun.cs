using System.Collections.Immutable;
using Ftop.CommandLine;
using Ftop.Decoding.Files;
using Ftop.Decoding.Text;
using Ftop.Output;
using Ftop.Recording;
using Ftop.Session;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs;
using Ftop.Tracefs.Capture;
using Ftop.Tracefs.Undo;

namespace Ftop.Capturing;

/// <summary>Traces as the live monitor does, and leaves the raw sub-buffers with all that is needed to read them elsewhere in a directory.</summary>
/// <param name="error">Takes notices, a line each.</param>
internal sealed class CaptureRun(TextWriter error)
{
    private const int RoomForEndBytes = 1 << 20;

    /// <summary>Captures until the program ends, the time is over or a signal comes; returns the exit code.</summary>
    /// <param name="directory">Where to; must be empty or not there yet.</param>
    /// <param name="options">What to trace.</param>
    /// <param name="duration">How long at most; null for no limit.</param>
    public async Task<int> Run(string directory, LiveOptions options, TimeSpan? duration)
    {
        if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw new RefusalException(ExitCode.Failed, $"{directory}: is there already; expected a new or an empty directory");
        }

        using ChildCommand? child = options.Command.IsEmpty ? null : ChildCommand.StartAtGate(options.Command);
        ImmutableArray<int> pids = child is null ? options.Pids : [.. options.Pids, child.Pid];
        using var signal = new EndingSignal();
        Threads.StartAll();
        using UndoJournal journal = LiveSession.OpenJournal(Say);
        TracefsMount mount = options.Tracefs is string root ? TracefsMount.At(root) : TracefsMount.FindOrMount(journal);
        options = options with { Clock = options.Clock ?? mount.ClockFor(options.Tracer ?? "nop") };
        int exitCode;
        using (var trace = new LiveTrace(new BufferChoice(mount, journal), options.ToSession(pids)))
        {
            foreach (string notice in trace.Settings.TakeNotices())
            {
                Say(notice);
            }

            exitCode = await Capture(trace, directory, child, duration, signal);
        }

        foreach (string failure in journal.UndoAll().Failed)
        {
            Say($"could not put back: {failure}; 'ftop reset' tries again");
        }

        return child is null && signal.Number == 2 ? ExitCode.Done : signal.ExitCode(exitCode);
    }

    private async Task<int> Capture(LiveTrace trace, string directory, ChildCommand? child, TimeSpan? duration, EndingSignal signal)
    {
        bool isNew = !Directory.Exists(directory);
        Func<bool>? isEnding = isNew && child is null ? () => signal.Number is not null : null;
        using OutputFileStream room = MakeRoom(trace.Array, directory, isNew, isEnding);
        if (isEnding?.Invoke() == true)
        {
            Directory.Delete(directory, recursive: true); // nothing was captured yet
            return ExitCode.Done;
        }

        using var files = new SubBufferFiles(directory, trace.Cpus, trace.Metadata.HeaderPage.SubBufferSizeBytes);
        trace.Array.Marks.Take(on: true, isRecording: false);
        bool isRead = !WorstCaseTracer.Is(trace.Array.Tracer.Current); // what were read of a worst case before it is over would not be in its text
        if (isRead)
        {
            trace.Start(files);
        }
        else
        {
            trace.StartUnread();
        }

        var marks = new TopLevelMarks(trace.Array);
        var pause = new TracingPause([trace.Array]);
        using var stopping = new StoppingSignal(pause.Begin, pause.End);
        int exitCode = await Wait(child, duration, signal, files.Failed);
        pause.Close();
        trace.Array.TracingSwitch.Set(false);
        if (isRead)
        {
            trace.Drain();
        }

        room.Dispose();
        OutputFileStream.Remove(room.FilePath);
        foreach (string failure in TreeTexts.Write(trace.Array, directory))
        {
            Say(failure);
        }

        if (files.Failed.IsCompletedSuccessfully)
        {
            Say($"capturing ended early: {files.Failed.Result.Message}; {directory} holds what came before");
            exitCode = ExitCode.Failed;
        }

        foreach (string line in ((string?[])[pause.Missing, marks.Missing()]).OfType<string>())
        {
            Say(line);
        }

        Say($"{directory}: {files.Count} sub-buffers of {trace.Cpus.Length} CPUs; 'ftop report {directory}' prints them");
        return exitCode;
    }

    private static async Task<int> Wait(ChildCommand? child, TimeSpan? duration, EndingSignal signal, Task failed)
    {
        Task over = Task.WhenAny(Task.Delay(duration ?? Timeout.InfiniteTimeSpan), signal.Arrived, failed);
        child?.OpenGate();
        Task<int>? ended = child?.WaitForExit();
        if (ended is null)
        {
            await over;
            return ExitCode.Done;
        }

        // A signal that was passed on ends the program; what it does until then is captured too.
        await Task.WhenAny(ended, over);
        if (signal.Number is int number)
        {
            child?.PassOn(number);
        }

        return ended.IsCompleted || signal.Number is not null ? await ended : ExitCode.Done;
    }

    // What is needed to read the sub-buffers is written before them, and room kept for what is known at the end: a full disk must not make all of it useless.
    private static OutputFileStream MakeRoom(TraceArray array, string directory, bool isNew, Func<bool>? isEnding)
    {
        try
        {
            OutputDirectory.Make(directory);
            _ = TreeTexts.Write(array, directory, isEnding); // told at the end
            return OutputFileStream.CreateNew(Path.Combine(directory, ".room"), RoomForEndBytes);
        }
        catch (Exception e) when (isNew && FileException.IsOfFile(e) && Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
            throw FileException.Of(directory, "write", e);
        }
    }

    private void Say(string line) => error.WriteLine($"ftop: {line}");
}
