using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>The help, made from the table of keys.</summary>
internal static class Help
{
    public static void Write(List<TextLine> lines)
    {
        int width = Keys.Table.Max(entry => entry.Label.Length);
        foreach (KeyEntry entry in Keys.Table)
        {
            lines.Add(new TextLine($"{entry.Label.PadLeft(width)}  {entry.Help}"));
        }

        lines.Add(new TextLine(""));
        lines.Add(new TextLine("CALLS/S, COUNT/S and their like are of the last window; 10s and 60s are averages; TOTAL counts", ThemeRole.Dim));
        lines.Add(new TextLine("since the start or c. A number after >= may be too small: events were lost in its window.", ThemeRole.Dim));
    }
}
