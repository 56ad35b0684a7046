using System.Diagnostics;
using Ftop.Aggregation;
using Ftop.Aggregation.Windows;
using Ftop.Tracefs.Reading;

namespace Ftop.Session;

/// <summary>
/// Windows for one who takes them one after the other, as batch does: each is made on the taker's own thread when it is due, so that nothing waits while the
/// taker cannot write, and the end waits for nobody.
/// </summary>
internal sealed class LiveWindows(TraceAggregator aggregator, WindowStream windows, TimeSpan delay)
{
    /// <summary>A window each delay; once <paramref name="end"/> is there or failed a last one, with all that was recorded.</summary>
    /// <param name="end">Ends the windows. Its error is thrown.</param>
    /// <param name="stop">Called before the last window: stops recording.</param>
    public IEnumerable<WindowSnapshot> Until(Task end, Action stop)
    {
        using var backlog = new AutoResetEvent(false);
        void OnBacklog(object? sender, EventArgs args) => backlog.Set();
        aggregator.BacklogGrown += OnBacklog;
        PreferredThread.BeginToOrder(); // the readers' records pile up while it waits for its turn
        try
        {
            WaitHandle[] wakeUps = [((IAsyncResult)end).AsyncWaitHandle, backlog];
            long startedAt = Stopwatch.GetTimestamp();
            while (!end.IsCompleted)
            {
                TimeSpan left = delay - Stopwatch.GetElapsedTime(startedAt);
                switch (left > TimeSpan.Zero ? WaitHandle.WaitAny(wakeUps, left) : WaitHandle.WaitTimeout)
                {
                    case WaitHandle.WaitTimeout:
                        startedAt = Stopwatch.GetTimestamp();
                        yield return windows.NextWindow();
                        break;
                    case 1:
                        aggregator.Settle();
                        break;
                }
            }

            end.GetAwaiter().GetResult();
            stop();
            yield return windows.NextWindow(isLast: true);
        }
        finally
        {
            aggregator.BacklogGrown -= OnBacklog;
        }
    }
}
