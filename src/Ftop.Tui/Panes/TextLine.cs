using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>One line of a help, a doctor's report or a drill-down; made safe when it is drawn.</summary>
internal readonly record struct TextLine(string Text, ThemeRole Role = ThemeRole.Normal)
{
    /// <summary>Where a bar stands in it.</summary>
    public int BarStart { get; init; }

    /// <summary>How long the bar is; 0 for none.</summary>
    public int BarLength { get; init; }
}
