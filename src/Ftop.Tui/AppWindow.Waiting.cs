using System.Globalization;
using Ftop.Tui.Control;

namespace Ftop.Tui;

// What takes the kernel long is said with the seconds that it has taken so far; keys are answered meanwhile.
public sealed partial class AppWindow
{
    private const string Ending = "putting tracing back as it was";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan QuickEnd = TimeSpan.FromSeconds(0.3);

    private string? _waitingFor;
    private long _waitingSince;
    private Task? _ending;

    /// <summary>Ends as <c>q</c> does: puts tracing back with the screen up, then stops. On the UI thread.</summary>
    public void Quit()
    {
        if (_options.End is null)
        {
            RequestStop();
        }
        else if (_ending is null)
        {
            _keyLine.Show(null);
            _waitingSince = _options.Time.GetTimestamp();
            _ending = _options.End();
            _ending.ContinueWith(_ => _options.Post(() => RequestStop()), TaskScheduler.Default);
            After(QuickEnd, TellEnding);
        }
        else
        {
            TellEnding();
        }
    }

    private void TellEnding()
    {
        _screen.StandsStill = true;
        string after = _queue.UnderWay is string underWay ? $", after {underWay.TrimEnd('.')}" : "";
        Say(new Message($"{Ending}{after}: waiting for the kernel, {Waited()}; numbers stand still", MessageKind.Pending));
        After(Second, TellEnding);
    }

    // Called when the queue hands a change to the kernel, and again every second until it is another or done.
    private void WatchChange()
    {
        if (_queue.UnderWay == _waitingFor)
        {
            return;
        }

        _waitingFor = _queue.UnderWay;
        _waitingSince = _options.Time.GetTimestamp();
        if (_waitingFor is string watched)
        {
            After(Second, () => TellWaiting(watched));
        }
    }

    private void TellWaiting(string watched)
    {
        if (_ending is null && _waitingFor == watched)
        {
            _screen.StandsStill = _screen.IsSwitching;
            Say(new Message($"{watched} {Waited()}{(_screen.IsSwitching ? ": the kernel has not answered yet, numbers stand still" : "")}", MessageKind.Pending));
            After(Second, () => TellWaiting(watched));
        }
    }

    private string Waited() =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Round(_options.Time.GetElapsedTime(_waitingSince).TotalSeconds)} s");

    // By way of the loop: before it runs there is no application to ask.
    private void After(TimeSpan time, Action action) => _options.Post(() => App?.AddTimeout(time, () =>
    {
        action();
        return false;
    }));
}
