using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Drawing;

namespace Ftop.Tui.Panes;

/// <summary>What all panes show: the newest window, or the one that the operator froze. Read and written on the UI thread alone.</summary>
internal sealed class Screen(Look look, ITracingControl control, IReplayControl? replay = null)
{
    private readonly List<WindowSnapshot> _past = [];
    private WindowSnapshot? _newest;
    private DateTimeOffset _lastLoss = DateTimeOffset.MinValue;
    private Loss _lossOfNewest;
    private bool _hasSwitched;

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

    /// <summary>True while the kernel changes the tracer and nothing is recorded.</summary>
    public bool IsSwitching { get; private set; }

    /// <summary>True where the operator is to know that the numbers do not move.</summary>
    public bool StandsStill { get; set; }

    /// <summary>Events lost in windows in which the tracer was switched, since the start or the last clear.</summary>
    public long LostBySwitching { get; private set; }

    /// <summary>Runs an action on the UI thread, soon.</summary>
    public Action<Action> Post { get; init; } = static action => action();

    /// <summary>Called when something is there that no window brought.</summary>
    public Action? OnLate { get; set; }

    /// <summary>Columns of the terminal.</summary>
    public int Columns { get; set; }

    /// <summary>How often counts began anew.</summary>
    public int Clears { get; private set; }

    /// <summary>Which numbers of <see cref="Window"/> may be too small.</summary>
    public Loss Loss { get; private set; }

    /// <summary>Takes a window; returns false where the screen stays as it is.</summary>
    public bool Take(WindowSnapshot window)
    {
        if (Replay is not null && _newest?.Time >= window.Time)
        {
            Clear(); // gone back: what was drawn of later windows is void
        }

        Pass(_newest);
        _newest = window;
        LostBySwitching += _hasSwitched ? window.Total.Lost : 0;
        _lossOfNewest = LossAt(window);
        _hasSwitched = IsSwitching;
        History.Add(window.Cpus, IsFrozen);
        if (IsFrozen)
        {
            return false;
        }

        Pass(Window);
        (Window, Loss) = (window, _lossOfNewest);
        return true;
    }

    /// <summary>Gives the memory of windows back that nothing shows any more: once the panes have turned to the one that is shown.</summary>
    public void ReleasePast()
    {
        foreach (WindowSnapshot past in _past)
        {
            if (!past.SharesTables(_newest) && !past.SharesTables(Window) && !past.SharesTables(Mark))
            {
                past.Release();
            }
        }

        _past.Clear();
    }

    /// <summary>From now to <see cref="EndSwitch"/> nothing is recorded: the windows of it are too low.</summary>
    public void BeginSwitch() => (IsSwitching, _hasSwitched) = (true, true);

    public void EndSwitch() => (IsSwitching, StandsStill) = (false, false);

    public void ToggleFreeze()
    {
        IsFrozen = !IsFrozen;
        if (!IsFrozen)
        {
            Pass(Window);
            (Window, Loss) = (_newest, _lossOfNewest);
            History.Show();
        }
    }

    public void ToggleMark()
    {
        Pass(Mark);
        Mark = Mark is null ? Window : null;
    }

    /// <summary>Old counts are void: what was marked or drawn of them too.</summary>
    public void Clear()
    {
        Pass(Mark);
        Mark = null;
        Clears++;
        _lastLoss = DateTimeOffset.MinValue;
        LostBySwitching = 0;
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

    /// <summary>Something is there that no window brought.</summary>
    public void TellLate() => OnLate?.Invoke();

    private void Pass(WindowSnapshot? window)
    {
        if (window is not null)
        {
            _past.Add(window);
        }
    }

    private Loss LossAt(WindowSnapshot window)
    {
        bool isLowerBound = window.IsLowerBound || _hasSwitched;
        _lastLoss = isLowerBound ? window.Time : _lastLoss;
        double secondsAgo = (window.Time - _lastLoss).TotalSeconds;
        return new Loss(isLowerBound, secondsAgo < 10, secondsAgo < 60, LostSinceStart(window) > 0);
    }
}
