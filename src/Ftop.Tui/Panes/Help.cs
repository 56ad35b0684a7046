using System.Collections.Immutable;
using Ftop.Tui.Input;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>The help, made from the table of keys.</summary>
internal static class Help
{
    public static void Write(List<TextLine> lines) => Write(lines, Keys.Table);

    /// <summary>The keys of a replay: a recording cannot be changed.</summary>
    public static void WriteOfReplay(List<TextLine> lines) => Write(lines, [.. Keys.Table.Where(entry => entry.Where != KeyScope.Live)]);

    private static void Write(List<TextLine> lines, ImmutableArray<KeyEntry> entries)
    {
        int width = entries.Max(entry => entry.Label.Length);
        foreach (KeyEntry entry in entries)
        {
            lines.Add(new TextLine($"{entry.Label.PadLeft(width)}  {entry.Help}"));
        }

        lines.Add(new TextLine(""));
        lines.Add(new TextLine("CALLS/S, COUNT/S and their like are of the last window; 10s and 60s are averages; TOTAL counts", ThemeRole.Dim));
        lines.Add(new TextLine("since the start or c. A number after >= may be too small: events were lost in its window.", ThemeRole.Dim));
        lines.Add(new TextLine("Of functions, CALLS and TOTAL are calls and time of the window, SELF the time without callees, ALL counts", ThemeRole.Dim));
        lines.Add(new TextLine("calls since the start or c.", ThemeRole.Dim));
    }
}
