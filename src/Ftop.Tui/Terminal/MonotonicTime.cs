using System.Diagnostics;
using Terminal.Gui.Time;

using ITimer = Terminal.Gui.Time.ITimer;

namespace Ftop.Tui.Terminal;

/// <summary>A clock that never jumps: timers must outlive the moment at which a board's wall clock is set.</summary>
internal sealed class MonotonicTime : ITimeProvider
{
    private readonly DateTime _start = DateTime.UnixEpoch.AddYears(1);
    private readonly long _startTimestamp = Stopwatch.GetTimestamp();
    private readonly SystemTimeProvider _system = new();

    /// <inheritdoc/>
    public DateTime Now => _start + Stopwatch.GetElapsedTime(_startTimestamp);

    /// <inheritdoc/>
    public Task Delay(TimeSpan duration, CancellationToken cancellationToken = default) => Task.Delay(duration, cancellationToken);

    /// <inheritdoc/>
    public ITimer CreateTimer(TimeSpan interval, Action callback) => _system.CreateTimer(interval, callback);
}
