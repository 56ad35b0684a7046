using Ftop.Tui.Drawing;
using Ftop.Tui.Terminal.Application;
using Terminal.Gui.ViewBase;

namespace Ftop.Tui;

public sealed partial class AppWindow : ICellWindow
{
    /// <inheritdoc/>
    bool ICellWindow.DrawStale()
    {
        bool isDrawn = false;
        foreach (View view in SubViews)
        {
            isDrawn |= view is GridView grid && grid.DrawStale();
        }

        return isDrawn;
    }
}
