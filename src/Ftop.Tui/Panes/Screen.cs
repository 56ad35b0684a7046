using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Drawing;

namespace Ftop.Tui.Panes;

/// <summary>What all panes show: the newest window, or the one that the operator froze. Read and written on the UI thread alone.</summary>
internal sealed class Screen(Look look, ITracingControl control, IReplayControl? replay = null)
{
    private WindowSnapshot? _newest;
    private DateTimeOffset _lastLoss = DateTimeOffset.MinValue;
    private Loss _lossOfNewest;

    public Look Look { get; } = look;

    public ITracingControl Control { get; } = control;

    /// <summary>The recording that is played; null where the windows are of the running kernel.</summary>
    public IReplayControl? Replay { get; } = replay;

    public CpuHistory History { get; } = new();

    /// <summary>What is on screen; null until the first window ends.</summary>
    public WindowSnapshot? Window { get; private set; }

    /// <summary>The window after which counting since the mark began; null without a mark.</summary>
    public WindowSnapshot? Mark { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Which numbers of <see cref="Window"/> may be too small.</summary>
    public Loss Loss { get; private set; }

    /// <summary>Takes a window; returns false where the screen stays as it is.</summary>
    public bool Take(WindowSnapshot window)
    {
        if (Replay is not null && _newest?.Time >= window.Time)
        {
            Clear(); // gone back: what was drawn of later windows is void
        }

        _newest = window;
        _lossOfNewest = LossAt(window);
        History.Add(window.Cpus, IsFrozen);
        if (IsFrozen)
        {
            return false;
        }

        (Window, Loss) = (window, _lossOfNewest);
        return true;
    }

    public void ToggleFreeze()
    {
        IsFrozen = !IsFrozen;
        if (!IsFrozen)
        {
            (Window, Loss) = (_newest, _lossOfNewest);
            History.Show();
        }
    }

    public void ToggleMark() => Mark = Mark is null ? Window : null;

    /// <summary>Old counts are void: what was marked or drawn of them too.</summary>
    public void Clear()
    {
        Mark = null;
        _lastLoss = DateTimeOffset.MinValue;
        History.Clear();
    }

    /// <summary>All CPUs' events lost since the start or the last clear.</summary>
    public static long LostSinceStart(WindowSnapshot window)
    {
        long lost = 0;
        foreach (CpuRow cpu in window.Cpus)
        {
            lost += cpu.LostSinceStart;
        }

        return Math.Max(lost, window.Total.Lost);
    }

    private Loss LossAt(WindowSnapshot window)
    {
        _lastLoss = window.IsLowerBound ? window.Time : _lastLoss;
        double secondsAgo = (window.Time - _lastLoss).TotalSeconds;
        return new Loss(window.IsLowerBound, secondsAgo < 10, secondsAgo < 60, LostSinceStart(window) > 0);
    }
}
