using Terminal.Gui.Time;

namespace Ftop.Tui.Terminal.Output;

/// <summary>
/// Keeps a slow line free for the answer to the next key: frames go out in slices of <see cref="SliceMs"/> of line time, the next slice when the
/// line is done with the last one. What nobody is waiting for, the refresh of every tick, gets half of the line's rate.
/// </summary>
internal sealed class Pacing(ITimeProvider clock, int lineRateBaud)
{
    private const int SliceMs = 80;
    private const int MinSliceBytes = 16;
    private const int BitsPerByte = 10;

    private DateTime _drainedAt;
    private DateTime _refreshAt;

    /// <summary>Bytes after which a frame is cut; the rest follows in the next slice.</summary>
    public int SliceBytes { get; } = lineRateBaud == 0 ? int.MaxValue : Math.Max(MinSliceBytes, (int)((long)lineRateBaud * SliceMs / BitsPerByte / 1000));

    /// <summary>The line took <paramref name="bytes"/>; 8 data bits, a start and a stop bit each.</summary>
    public void Sent(int bytes, bool isUrgent)
    {
        if (lineRateBaud == 0 || bytes == 0)
        {
            return;
        }

        DateTime now = clock.Now;
        TimeSpan lineTime = TimeSpan.FromSeconds((double)bytes * BitsPerByte / lineRateBaud);
        _drainedAt = Later(_drainedAt, now) + lineTime;
        _refreshAt = isUrgent ? Later(_refreshAt, _drainedAt) : Later(_refreshAt, now) + (2 * lineTime);
    }

    /// <summary>Time until the next slice may be sent; zero for now.</summary>
    public TimeSpan Wait(bool isUrgent)
    {
        if (lineRateBaud == 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan wait = (isUrgent ? _drainedAt : _refreshAt) - clock.Now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static DateTime Later(DateTime left, DateTime right) => left > right ? left : right;
}
