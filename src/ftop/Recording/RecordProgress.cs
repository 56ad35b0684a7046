using System.Diagnostics;
using System.Globalization;
using Mono.Unix.Native;

namespace Ftop.Recording;

/// <summary>The progress line of a recording, drawn over itself once a second where standard error is a terminal.</summary>
internal sealed class RecordProgress(TextWriter error, bool isQuiet)
{
    private const int StandardError = 2;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly bool _isDrawn = !isQuiet && Syscall.isatty(StandardError);
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    /// <summary>Draws until <paramref name="end"/> is there.</summary>
    public async Task DrawUntil(Task end, Func<RecordingCounts> count)
    {
        while (_isDrawn && await Task.WhenAny(end, Task.Delay(Period)) != end)
        {
            error.Write($"\r{Describe(count())}\x1b[K");
        }

        await end;
        if (_isDrawn)
        {
            error.Write("\r\x1b[K");
        }
    }

    /// <summary>As in <c>1234 events, 0.1 MiB, 0 lost, 2.0 s</c>.</summary>
    public string Describe(RecordingCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Events} events, {counts.Bytes / 1048576.0:F1} MiB, {counts.Lost} lost, {Stopwatch.GetElapsedTime(_startedAt).TotalSeconds:F1} s");
}
