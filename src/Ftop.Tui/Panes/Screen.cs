using Ftop.Aggregation.Windows;
using Ftop.Tui.Drawing;

namespace Ftop.Tui.Panes;

/// <summary>What all panes show: the newest window, or the one that the operator froze. Read and written on the UI thread alone.</summary>
internal sealed class Screen(Look look, ITracingControl control)
{
    private WindowSnapshot? _newest;

    public Look Look { get; } = look;

    public ITracingControl Control { get; } = control;

    public CpuHistory History { get; } = new();

    /// <summary>What is on screen; null until the first window ends.</summary>
    public WindowSnapshot? Window { get; private set; }

    /// <summary>The window after which counting since the mark began; null without a mark.</summary>
    public WindowSnapshot? Mark { get; private set; }

    public bool IsFrozen { get; private set; }

    /// <summary>Takes a window; returns false where the screen stays as it is.</summary>
    public bool Take(WindowSnapshot window)
    {
        _newest = window;
        History.Add(window.Cpus);
        if (IsFrozen)
        {
            return false;
        }

        Window = window;
        return true;
    }

    public void ToggleFreeze()
    {
        IsFrozen = !IsFrozen;
        Window = IsFrozen ? Window : _newest;
    }

    public void ToggleMark() => Mark = Mark is null ? Window : null;

    /// <summary>Old counts are void: what was marked or drawn of them too.</summary>
    public void Clear()
    {
        Mark = null;
        History.Clear();
    }
}
