using Ftop.Aggregation;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.TraceDat.Replay;

namespace Ftop.Session;

/// <summary>
/// The windows of a recording, by its own time stamps: every event counts in exactly one of them. Counting goes forward only; going back reads again
/// from before, far enough that calls in progress, averages and totals are what they were.
/// </summary>
public sealed class ReplayWindows : IDisposable
{
    private const long DefaultRunUpBytes = 64 << 20;
    private const int ShownBefore = 20;
    private const ulong QuietWindows = 10;
    private const ulong NsPerSec = 1_000_000_000;
    private const ulong AveragedNs = 60 * NsPerSec;

    private readonly RecordedTrace _trace;
    private readonly IEnumerable<Measure> _measures;
    private IEnumerable<Measure> _watched;
    private readonly long _runUpBytes;
    private readonly ReplayClock _clock;
    private ReplaySource _source = null!;
    private WindowStream _windows = null!;

    /// <summary>Stands before the first event.</summary>
    /// <param name="trace">Not disposed by this.</param>
    /// <param name="runUpBytes">As much of the recording is read again before a window that was gone to.</param>
    /// <param name="measures">What is measured; null for all views, as somebody may look at any of them.</param>
    public ReplayWindows(RecordedTrace trace, long runUpBytes = DefaultRunUpBytes, IEnumerable<Measure>? measures = null)
    {
        (_trace, _runUpBytes) = (trace, runUpBytes);
        _measures = measures ?? ViewCatalog.Measures;
        _watched = _measures;
        _clock = new ReplayClock(trace.TimeIsNs, trace.WallClockOffsetNs);
        RestartAt(trace.Start);
    }

    /// <summary>End of the last window: every event before it was counted.</summary>
    public ulong Position => Math.Min(_clock.Now, _trace.End);

    /// <summary>Where the last window began.</summary>
    public ulong WindowStart { get; private set; }

    /// <summary>Whether all events were counted.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>
    /// The next window. Where nothing happened for many of them, one that is as long as they are together: a recording may have gaps of years. The last
    /// one is a whole window too, of which the recording's end may lack up to a half: a rest that is shorter belongs to the window before it, whose
    /// length says so. A recording of one window has its own length.
    /// </summary>
    /// <param name="delay">Its length; null for all the rest, and so it is for a clock that only counts.</param>
    public WindowSnapshot Next(TimeSpan? delay)
    {
        if (delay is not TimeSpan length || !_trace.TimeIsNs)
        {
            return NextTo(ulong.MaxValue);
        }

        ulong step = Ns(length);
        ulong quiet = _source.NextTimestamp > Position && _source.NextTimestamp != ulong.MaxValue ? (_source.NextTimestamp - Position) / step : 0;
        if (quiet >= QuietWindows)
        {
            return NextTo(After(Position, quiet * step)) with { IsQuiet = true };
        }

        ulong end = After(Position, step);
        bool isLast = _trace.End < After(end, step / 2);
        return isLast ? NextTo(ulong.MaxValue, Position == _trace.Start ? 0 : end) : NextTo(end);
    }

    /// <summary>All windows from here to the end.</summary>
    public IEnumerable<WindowSnapshot> All(TimeSpan? delay)
    {
        while (!IsAtEnd)
        {
            yield return Next(delay);
        }
    }

    /// <summary>
    /// Goes to a time, forward or back: counts what comes before as if it had been played. Gives the windows that an operator would have seen last, the
    /// one that ends at that time behind the others.
    /// </summary>
    /// <param name="time">Where the last window ends; beyond the recording's end for its end.</param>
    /// <param name="delay">Length of a window.</param>
    public IEnumerable<WindowSnapshot> SeekTo(ulong time, TimeSpan delay)
    {
        ulong end = Math.Clamp(time, After(_trace.Start, 1), After(_trace.End, 1));
        ulong step = Ns(delay);
        RestartAt(Math.Max(_trace.Start, Math.Min(_trace.TimeBefore(end, _runUpBytes), Before(end, step))));
        if (!_trace.TimeIsNs)
        {
            yield return Next(null);
            yield break;
        }

        ulong shown = Before(end, ShownBefore * step);
        ulong averaged = Before(shown, AveragedNs);
        if (averaged > Position)
        {
            NextTo(averaged).Release();
        }

        for (ulong next = averaged; next < shown; next = Math.Min(shown, next + Math.Max(step, NsPerSec)))
        {
            if (next > Position)
            {
                NextTo(next).Release();
            }
        }

        for (ulong back = ShownBefore; back-- > 0 && !IsAtEnd;)
        {
            ulong next = Before(end, back * step);
            if (next > Position)
            {
                yield return NextTo(next);
            }
        }
    }

    /// <summary>Measures these too from the next window on, in place of what was asked for before.</summary>
    public void Watch(IEnumerable<Measure> measures)
    {
        _watched = [.. _measures.Union(measures)];
        _windows.Watch(_watched);
    }

    /// <summary>Forgets all counts; calls in progress stay known.</summary>
    public void Clear() => _windows.ClearNow();

    /// <inheritdoc/>
    public void Dispose()
    {
        _windows.Dispose();
        _source.Dispose();
    }

    private static ulong Ns(TimeSpan time) => (ulong)time.Ticks * 100;

    private static ulong After(ulong time, ulong ns) => time <= ulong.MaxValue - ns ? time + ns : ulong.MaxValue;

    private static ulong Before(ulong time, ulong ns) => time > ns ? time - ns : 0;

    // At least as long as to the time given, though the recording ends before.
    private WindowSnapshot NextTo(ulong time, ulong leastTo = 0)
    {
        IsAtEnd = time > _trace.End || time == ulong.MaxValue;
        WindowStart = Position;
        _clock.Now = Math.Max(Math.Max(Position, leastTo), Math.Min(time, _trace.End));
        _source.AdvanceTo(IsAtEnd ? ulong.MaxValue : time);
        WindowSnapshot window = _windows.NextWindow(IsAtEnd);
        return _trace.HasDate ? window : window with { ClockTime = new ClockTime(_clock.Now + _trace.WallClockOffsetNs, _trace.TimeIsNs) };
    }

    private void RestartAt(ulong time)
    {
        _windows?.Dispose();
        _source?.Dispose();
        (_clock.Now, WindowStart, IsAtEnd) = (time, time, false);
        _source = new ReplaySource(_trace, time);
        var aggregator = new TraceAggregator(_source, null, _watched) { HasExactSums = true };
        _windows = new WindowStream(
            _source, aggregator, () => (_trace.Tracer, default), TimeSpan.FromSeconds(1), _clock, System.Reactive.Concurrency.Scheduler.Immediate, static () => null);
        _source.Start(aggregator);
    }
}
