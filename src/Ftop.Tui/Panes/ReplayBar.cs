using System.Globalization;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// Where a recording is:
/// <code>replay 12.345678 of 10.000000..20.000000 ×1 ► ███████─────────────────────────</code>
/// </summary>
internal static class ReplayBar
{
    private const int LeastCells = 5;

    public static void Put(Grid grid, int y, ReplayState state, Look look)
    {
        string pace = state.IsAtEnd ? "end" : state.IsPlaying ? look.Playing : "paused";
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"replay {ReplayTime.Text(state.Position, state.TimeIsNs)} of {ReplayTime.Text(state.Start, state.TimeIsNs)}..{ReplayTime.Text(state.End, state.TimeIsNs)} {look.Times}{state.Speed:0.####} {pace} ");
        int x = grid.Put(0, y, text, state.IsPlaying ? ThemeRole.Status : ThemeRole.Warning);
        int cells = grid.Width - x - 1;
        if (cells < LeastCells)
        {
            return;
        }

        double share = state.End > state.Start ? (double)(state.Position - state.Start) / (state.End - state.Start) : 1;
        int full = (int)(share * cells);
        for (int cell = 0; cell < cells; cell++)
        {
            grid.Put(x + cell, y, [cell < full ? look.BarCell : look.BarRest], ThemeRole.Status);
        }
    }
}
