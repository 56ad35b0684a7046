using System.Reactive.Linq;
using Ftop.Batch;
using Ftop.CommandLine;
using Ftop.TraceDat.Replay;

namespace Ftop.Replay;

/// <summary>Plays a recording, on the screen or as batch.</summary>
internal static class ReplayRun
{
    /// <summary>Runs until quit, the last window or a signal; returns the exit code.</summary>
    /// <param name="path">File or directory.</param>
    /// <param name="buffer">Name of an instance; null for the first buffer with events.</param>
    /// <param name="options">Of windows and screen.</param>
    /// <param name="error">Takes notices, a line each.</param>
    public static async Task<int> Run(string path, string? buffer, LiveOptions options, TextWriter error)
    {
        using RecordedTrace trace = Open(path, buffer);
        foreach (string problem in trace.Problems)
        {
            error.WriteLine($"ftop: {problem}");
        }

        using var windows = new ReplayWindows(trace);
        IBatchFormat format = options.IsJson ? new BatchJson(StandardStream.Output) : new BatchText(StandardStream.Output.ToText());
        await BatchRun.Write(windows.All(options.Delay).ToObservable(), format, options.Iterations);
        return ExitCode.Done;
    }

    private static RecordedTrace Open(string path, string? buffer)
    {
        try
        {
            return File.Exists(path) || Directory.Exists(path)
                ? RecordedTrace.Open(path, buffer)
                : throw new RefusalException(ExitCode.BadInput, $"{path}: there is no such file or directory; name a trace.dat, or a directory laid out as tracefs");
        }
        catch (UnauthorizedAccessException)
        {
            throw new RefusalException(ExitCode.NotPermitted, $"{path}: open: EACCES: it is not readable for this user; run with sudo, or change its mode");
        }
    }
}
