using Ftop.Tui.Themes;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Drawing;

/// <summary>How roles and symbols look right now; shared by all panes, so that a theme change reaches them all.</summary>
internal sealed class Look(ThemeCatalog themes, bool isAscii)
{
    /// <summary>True where nothing but ASCII may be shown.</summary>
    public bool IsAscii { get; } = isAscii;

    /// <summary>Stands before a number that may be too small.</summary>
    public string AtLeast { get; } = isAscii ? ">=" : "≥";

    /// <summary>Stands where text was cut.</summary>
    public char Cut { get; } = isAscii ? '~' : '…';

    public char Descending { get; } = isAscii ? 'v' : '▼';

    public char Ascending { get; } = isAscii ? '^' : '▲';

    public char BarCell { get; } = isAscii ? '#' : '█';

    /// <summary>What is left of a bar.</summary>
    public char BarRest { get; } = isAscii ? '-' : '─';

    public string Playing { get; } = isAscii ? ">" : "►";

    public char Times { get; } = isAscii ? 'x' : '×';

    /// <summary>Columns of a small chart, from nothing to full.</summary>
    public string SparkCells { get; } = isAscii ? " .:-=+*#" : " ▁▂▃▄▅▆▇█";

    public Attribute this[ThemeRole role] => themes.Current[role];
}
