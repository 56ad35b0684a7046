using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Ftop.Tracefs;
using Ftop.Tracefs.Errors;

namespace Ftop.Recording;

/// <summary>
/// Switches the buffers of a recording off while ftop is stopped (Ctrl-Z): nobody would take what comes, and the machine would pay for it. From any thread.
/// </summary>
/// <param name="arrays">The buffers.</param>
public sealed class TracingPause(ImmutableArray<TraceArray> arrays)
{
    private readonly Lock _gate = new();
    private ImmutableArray<TraceArray> _paused = [];
    private long _pausedAt;
    private TimeSpan _off;
    private bool _isOver;

    /// <summary>For how long tracing was off, in a line; null where it never was.</summary>
    public string? Missing => _off == TimeSpan.Zero ? null : string.Create(CultureInfo.InvariantCulture, $"tracing was off for {_off.TotalSeconds:F1} s, while ftop was stopped");

    /// <summary>Before ftop stops.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (!_isOver && _paused.IsEmpty)
            {
                _paused = [.. arrays.Where(static array => TrySwitch(array, on: false))];
                _pausedAt = Stopwatch.GetTimestamp();
            }
        }
    }

    /// <summary>ftop goes on, and so do the buffers that were switched off.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (!_isOver && !_paused.IsEmpty)
            {
                _off += Stopwatch.GetElapsedTime(_pausedAt);
                foreach (TraceArray array in _paused)
                {
                    _ = TrySwitch(array, on: true);
                }

                _paused = [];
            }
        }
    }

    /// <summary>Recording ends: nothing is switched on again.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    // Whether it was switched. Where tracefs was unmounted the end of the recording says so.
    private static bool TrySwitch(TraceArray array, bool on)
    {
        try
        {
            bool isOther = array.TracingSwitch.IsOn != on;
            if (isOther)
            {
                array.TracingSwitch.Set(on);
            }

            return isOther;
        }
        catch (TracefsException)
        {
            return false;
        }
    }
}
