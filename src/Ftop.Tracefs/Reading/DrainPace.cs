using System.Diagnostics;

namespace Ftop.Tracefs.Reading;

/// <summary>
/// When to come back to a CPU. A wake-up is paid for by many events: the interval is such that a set part of the buffer fills, growing at
/// most twofold a time, shrinking at once.
/// </summary>
internal sealed class DrainPace
{
    /// <summary>Shortest interval: coming more often means copying more sub-buffers that are still being written.</summary>
    public const int LeastMs = 20;

    private const long BusyBytesPerSec = 4 << 20;
    private const int QuietAfter = 16;
    private int _quietDrains;
    private long _notedAt = Stopwatch.GetTimestamp();

    /// <summary>How long to sleep now.</summary>
    public int IntervalMs { get; private set; } = LeastMs;

    /// <summary>True from more than 4 MiB/s on (some 150,000 events), until it was a quarter of that for 16 drains: then a worker of its own pays.</summary>
    public bool IsBusy { get; private set; }

    /// <param name="bytes">What the drain brought.</param>
    /// <param name="timestamp">When, on <see cref="Stopwatch"/>'s clock.</param>
    /// <param name="targetBytes">What a drain should bring.</param>
    /// <param name="mostMs">Longest interval.</param>
    public void Note(long bytes, long timestamp, long targetBytes, int mostMs)
    {
        double elapsed = Math.Max(Stopwatch.GetElapsedTime(_notedAt, timestamp).TotalMilliseconds, 1);
        _notedAt = timestamp;
        double fitting = elapsed * targetBytes / Math.Max(bytes, 1);
        IntervalMs = (int)Math.Clamp(Math.Min(fitting, 2.0 * IntervalMs), LeastMs, Math.Max(LeastMs, mostMs));

        double bytesPerSec = bytes * 1000.0 / elapsed;
        _quietDrains = bytesPerSec < BusyBytesPerSec / 4 ? _quietDrains + 1 : 0;
        IsBusy = bytesPerSec > BusyBytesPerSec || (IsBusy && _quietDrains < QuietAfter);
    }
}
