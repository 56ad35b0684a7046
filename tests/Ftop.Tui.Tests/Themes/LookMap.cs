using System.Text;
using Ftop.Tui.Terminal.Output;

namespace Ftop.Tui.Tests;

/// <summary>How the cells of a screen look, as text: a letter a cell, and what each letter stands for; a dot is the terminal's own look.</summary>
internal static class LookMap
{
    public static string Of(VtScreen screen, int columns, int rows)
    {
        var looks = new List<SgrState> { SgrState.Plain };
        var text = new StringBuilder();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                SgrState look = screen.At(column, row).Look;
                if (!looks.Contains(look))
                {
                    looks.Add(look);
                }

                text.Append(Letter(looks.IndexOf(look)));
            }

            text.Append('\n');
        }

        for (int i = 1; i < looks.Count; i++)
        {
            text.Append($"{Letter(i)}: {Color(looks[i].Foreground)} on {Color(looks[i].Background)}{(looks[i].Style == 0 ? "" : $" {looks[i].Style}")}\n");
        }

        return text.ToString();
    }

    private static char Letter(int index) => ".abcdefghijklmnopqrstuvwxyz"[index];

    private static string Color(int color) => color switch
    {
        SgrColor.None => "own",
        < SgrColor.Rgb => $"{color}",
        _ => $"#{color - SgrColor.Rgb:x6}",
    };
}
