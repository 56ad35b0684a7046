using System.Drawing;
using Terminal.Gui.Drivers;
using Terminal.Gui.ViewBase;

namespace Ftop.Tui.Terminal.Application;

/// <summary>Tells Terminal.Gui when the line has another size.</summary>
internal sealed class LineSize(ITerminalLine line) : ISizeMonitor
{
    private Size _last = line.Size;

    /// <inheritdoc/>
    public event EventHandler<SizeChangedEventArgs>? SizeChanged;

    /// <inheritdoc/>
    public bool Poll()
    {
        Size size = line.Size;
        if (size == _last)
        {
            return false;
        }

        _last = size;
        SizeChanged?.Invoke(this, new SizeChangedEventArgs(size));
        return true;
    }
}
