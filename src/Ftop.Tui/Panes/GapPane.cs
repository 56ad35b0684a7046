using Ftop.Tui.Drawing;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>The blank column between two panes, its head as theirs.</summary>
internal sealed class GapPane(Look look) : GridView(look)
{
    protected override void Compose(Grid grid) => grid.Paint(0, 0, grid.Width, ThemeRole.Header);
}
