using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ftop.Recording;
using Mono.Unix.Native;

namespace Ftop.Runs;

/// <summary>The progress line of a recording, drawn over itself once a second where standard error is a terminal.</summary>
/// <param name="isReady">Whether a line would not wait: recording waits for no terminal, as one that is stopped with Ctrl-S.</param>
/// <param name="isQuiet">Draws nothing.</param>
internal sealed class RecordProgress(Func<bool> isReady, bool isQuiet)
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
            if (isReady())
            {
                Draw($"\r{Describe(count())}\x1b[K");
            }
        }

        await end;
    }

    /// <summary>Takes the line away; once everything else is done.</summary>
    public void Clear()
    {
        if (_isDrawn)
        {
            Draw("\r\x1b[K");
        }
    }

    // Past the text writer, which lets nothing through that moves the cursor.
    private static void Draw(string text) => StandardStream.Error.Write(Encoding.ASCII.GetBytes(text));

    /// <summary>As in <c>1234 events, 0.1 MiB, 0 lost, 2.0 s</c>.</summary>
    public string Describe(RecordingCounts counts) => string.Create(
        CultureInfo.InvariantCulture,
        $"{counts.Events} events, {counts.Bytes / 1048576.0:F1} MiB, {counts.Lost} lost, {Stopwatch.GetElapsedTime(_startedAt).TotalSeconds:F1} s");
}
